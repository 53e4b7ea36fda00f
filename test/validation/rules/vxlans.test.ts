import { expect, test } from "vitest";
import { vxlans } from "../../../validation/rules/vxlans.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(vxlans, linksOf(declared, "vxlan"));

test("networks of other numbers, ports and IP versions beside each other are no fault", () => {
  const v0 = { id: 1, remote: "192.0.2.2" };
  expect(faults({ v0, v1: { ...v0, id: 2 }, v2: { ...v0, dstport: 8472 }, v3: { id: 1, remote: "fd00::2" } })).toEqual(
    [],
  );
  expect(
    faults({ v0: { external: true, vnifilter: true }, v1: { id: 1, parent: "eth0", remote: "239.1.1.1" } }),
  ).toEqual([]);
  expect(faults({ v0: { id: 1, remote: "fd00::2", flowlabel: 5, srcport: "3000-3000" } })).toEqual([]);
});

test("it has a number, or has none because each packet has its own", () => {
  expect(faults({ v0: {} })).toEqual(["links.v0: a vxlan has the number of its network. Write id, or external: true."]);
  expect(faults({ v0: { id: 1, external: true } })).toEqual([
    "links.v0.id: 1: with external each packet has its own. Leave one out.",
  ]);
  expect(faults({ v0: { id: 1, vnifilter: true } })).toEqual([
    "links.v0.vnifilter: true: it is what external is narrowed by. Write external: true too.",
  ]);
});

test("a group is joined on an interface, and sends nothing itself", () => {
  expect(faults({ v0: { id: 1, remote: "239.1.1.1" }, v1: { id: 2, remote: "ff05::1" } })).toEqual([
    'links.v0.remote: "239.1.1.1": a multicast group is joined on an interface. Write parent.',
    'links.v1.remote: "ff05::1": a multicast group is joined on an interface. Write parent.',
  ]);
  expect(faults({ v0: { id: 1, local: "239.1.1.1" } })).toEqual([
    'links.v0.local: "239.1.1.1": no source is a group. Write an address of this host.',
  ]);
});

test("outer packets are of one IP version, and only those of IPv6 have a flow label", () => {
  expect(faults({ v0: { id: 1, remote: "192.0.2.2", local: "fd00::1" } })).toEqual([
    'links.v0.local: "fd00::1": the outer packets go to 192.0.2.2. Write both of one IP version.',
  ]);
  expect(faults({ v0: { id: 1, remote: "192.0.2.2", flowlabel: 5 } })).toEqual([
    "links.v0.flowlabel: 5: packets of IPv6 alone have one. Write remote or local of IPv6, or leave it out.",
  ]);
});

test("source ports go up", () => {
  const rule = (srcport: string) => [`links.v0.srcport: "${srcport}": ports go up, to 65535. Write LOW-HIGH.`];
  expect(faults({ v0: { id: 1, srcport: "4000-3000" } })).toEqual(rule("4000-3000"));
  expect(faults({ v0: { id: 1, srcport: "4000-70000" } })).toEqual(rule("4000-70000"));
});

test("a scope has each network of a port once", () => {
  const v0 = { id: 1, remote: "192.0.2.2" };
  expect(faults({ v0, v1: { ...v0, remote: "192.0.2.3" }, v2: { ...v0, dstport: 8472 } })).toEqual([
    "links.v1.id: 1: links.v0 takes network 1 of port 4789 in RED already. Write another, or another dstport.",
  ]);
  expect(faults({ v0: { external: true }, v1: { external: true } })).toEqual([
    "links.v1.external: true: links.v0 takes all packets of port 4789 in RED already. Write another, or another dstport.",
  ]);
});
