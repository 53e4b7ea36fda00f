import { expect, test } from "vitest";
import { tunnels } from "../../../validation/rules/tunnels.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(tunnels, linksOf(declared, "gre"));

const REMOTE = "192.0.2.2";

test("tunnels to other ends, from other sources, by other interfaces and with other keys beside each other are no fault", () => {
  const t0 = { remote: REMOTE };
  const others = { t1: { ...t0, local: "192.0.2.1" }, t2: { ...t0, parent: "eth0" }, t3: { ...t0, key: 1 } };
  expect(faults({ t0, ...others, t4: { ...t0, ikey: 2 }, t5: { ...t0, type: "gretap" } })).toEqual([]);
  expect(faults({ t0: { external: true }, t1: { type: "gretap", external: true }, t2: { key: 5 } })).toEqual([]);
});

test("a scope has each tunnel once", () => {
  const t0 = { remote: REMOTE, key: 42 };
  expect(faults({ t0, t1: { remote: REMOTE, ikey: "0.0.0.42", okey: 7 } })).toEqual([
    "links.t1: links.t0 is a gre in RED between the same ends already. Write another remote, local, parent or key.",
  ]);
  expect(faults({ t0: { external: true }, t1: { external: true } })).toEqual([
    "links.t1.external: links.t0 takes all packets of type gre in RED already. Leave it out.",
  ]);
});

test("one that is told apart by nothing is the kernel's own", () => {
  const own =
    "the kernel's own tunnel takes all packets that no other is told to take. " +
    "Write remote, or another field that tells it apart: local, parent, or key of a gre.";
  expect(faults({ t0: { ttl: 5 }, t1: { okey: 5 } })).toEqual([`links.t0: ${own}`, `links.t1: ${own}`]);
});

test("the frames of a gretap go to one end, or each to its own", () => {
  expect(faults({ t0: { type: "gretap", local: "192.0.2.1" } })).toEqual([
    "links.t0: the frames of a gretap go to another end. Write remote, or external: true.",
  ]);
});

test("with external nothing is said for all packets", () => {
  const rule = "with external each packet has its own. Leave one out.";
  expect(faults({ t0: { external: true, remote: REMOTE, ttl: 5, key: 0, csum: false, tos: 0, mtu: 1400 } })).toEqual([
    `links.t0.remote: "192.0.2.2": ${rule}`,
    `links.t0.ttl: 5: ${rule}`,
    `links.t0.key: 0: ${rule}`,
  ]);
});

test("outer packets are of the IP version of the type", () => {
  expect(faults({ t0: { remote: "fd00::2", local: "fd00::1" } })).toEqual([
    'links.t0.remote: "fd00::2": its outer packets are of IPv4. Write an address of IPv4.',
    'links.t0.local: "fd00::1": its outer packets are of IPv4. Write an address of IPv4.',
  ]);
});

test("a gre alone joins a group, on an interface, and sends to it from an address", () => {
  const group = { remote: "239.1.1.1" };
  const rule = 'links.t0.remote: "239.1.1.1": a group is joined on an interface, and sent to from an address.';
  expect(faults({ t0: { ...group, local: "192.0.2.1", parent: "eth0" } })).toEqual([]);
  expect(faults({ t0: group })).toEqual([`${rule} Write local and parent.`]);
  expect(faults({ t0: { ...group, parent: "eth0" } })).toEqual([`${rule} Write local.`]);
  expect(faults({ t0: { ...group, type: "gretap", local: "192.0.2.1", parent: "eth0" } })).toEqual([
    'links.t0.remote: "239.1.1.1": of tunnels a gre alone joins a group. Write the address of one other end, or take a vxlan.',
  ]);
  expect(faults({ t0: { remote: REMOTE, local: "239.1.1.1" } })).toEqual([
    'links.t0.local: "239.1.1.1": no source is a group. Write an address of this host.',
  ]);
});

test("what encap has is said with it, and UDP goes to a port", () => {
  const t0 = { remote: REMOTE };
  expect(faults({ t0: { ...t0, encap: "gue", encapDport: 5555, encapRemcsum: true, encapCsum: true } })).toEqual([]);
  expect(faults({ t0: { ...t0, encapDport: 5555, encapCsum: false, encapRemcsum: true } })).toEqual([
    "links.t0.encapDport: 5555: it is what encap has. Write encap too, or leave it out.",
    "links.t0.encapRemcsum: true: it is what encap has. Write encap too, or leave it out.",
  ]);
  expect(faults({ t0: { ...t0, encap: "fou" } })).toEqual([
    'links.t0.encap: "fou": UDP goes to a port of the other end. Write encapDport.',
  ]);
  expect(faults({ t0: { ...t0, encap: "fou", encapDport: 5555, encapRemcsum: true } })).toEqual([
    "links.t0.encapRemcsum: true: only gue has a header for it, and this is fou. Write encap: gue, or leave it out.",
  ]);
});

test("a packet has room for its outer headers", () => {
  const t0 = { remote: REMOTE, mtu: 65_508 };
  expect(faults({ t0: { ...t0, mtu: 65_511 }, t1: { ...t0, key: 1, mtu: 65_507 } })).toEqual([]);
  expect(faults({ t0: { ...t0, key: 1 } })).toEqual([
    "links.t0.mtu: 65508: 28 bytes of a packet are outer headers. Write 65507 or less.",
  ]);
});
