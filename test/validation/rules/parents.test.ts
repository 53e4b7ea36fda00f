import { expect, test } from "vitest";
import { segmentsOf } from "../../../validation/rules/frames.ts";
import { parents } from "../../../validation/rules/parents.ts";
import { type Declared, linksOf as factsOf, faultsOf } from "./link-facts.ts";

/** What lies on another is of type vlan where nothing is said. */
const linksOf = (declared: Record<string, Declared>) =>
  factsOf(
    Object.fromEntries(
      Object.entries(declared).map(([name, link]) => [name, { type: link.parent ? "vlan" : "veth", ...link }]),
    ),
    "veth",
  );

const faults = (declared: Record<string, Declared>) => faultsOf(parents, linksOf(declared));

test("what lies on an interface that carries it is no fault, tags in tags neither", () => {
  const eth0 = { mtu: 1500 };
  expect(faults({ eth0, "eth0.1": { parent: "eth0", id: 1, mtu: 1500 }, "eth0.2": { parent: "eth0", id: 2 } })).toEqual(
    [],
  );
  expect(
    faults({ q: { parent: "s", id: 1, protocol: "802.1Q" }, s: { parent: "eth0", id: 1, protocol: "802.1ad" }, eth0 }),
  ).toEqual([]);
  expect(faults({ "eth0.1": { parent: "eth0", id: 1, mtu: 9000 } })).toEqual([]);
});

test("an MTU above the parent's is told with what the parent takes", () => {
  expect(faults({ eth0: { mtu: 1400 }, v: { parent: "eth0", mtu: 1500 } })).toEqual([
    "links.v.mtu: 1500: eth0 below it takes 1400 bytes. Write 1400 or less, or give eth0 a larger mtu.",
  ]);
  const br0 = { type: "bridge" };
  expect(faults({ br0, v: { parent: "br0", mtu: 1600 } })).toHaveLength(1);
  expect(faults({ br0, p: { master: "br0", mtu: 9000 }, v: { parent: "br0", mtu: 9000 } })).toEqual([]);
  expect(faults({ br0, p: { master: "br0", mtu: 1400 }, v: { parent: "br0", mtu: 1500 } })).toHaveLength(1);
});

test("nothing lies on lo, on itself, or on itself by way of others", () => {
  expect(faults({ v: { parent: "lo" } })).toEqual([
    'links.v.parent: "lo": lo carries no other interface but tunnels. Name another one of this scope.',
  ]);
  const tunnel = (type: string) => ({ type, parent: "lo", ...(type === "vxlan" ? { mtu: 8950 } : {}) });
  expect(faults({ v: tunnel("vxlan"), g: tunnel("gretap"), s: tunnel("sit") })).toEqual([]);
  expect(faults({ v: { parent: "v" } })).toEqual([
    'links.v.parent: "v": it would lie on itself: v -> v. Name another one of this scope.',
  ]);
  expect(faults({ a: { parent: "b" }, b: { parent: "a", id: 1 } })).toHaveLength(1);
});

test("a link is not up on one that is declared down, unless it is bound loosely", () => {
  const eth0 = { up: false };
  expect(faults({ eth0, v: { parent: "eth0" } })).toEqual([
    'links.v.parent: "eth0": eth0 is declared down, and nothing on it comes up. Write up: false here, or take it away there.',
  ]);
  expect(faults({ eth0, v: { parent: "eth0", up: false } })).toEqual([]);
  expect(faults({ eth0, v: { parent: "eth0", looseBinding: true } })).toEqual([]);
});

test("one tag is there once on one parent", () => {
  const v = { parent: "eth0", id: 10, protocol: "802.1Q" };
  expect(faults({ eth0: {}, v, w: v })).toEqual([
    "links.w.id: 10: links.v has it on eth0 already. Give one of them another.",
  ]);
  expect(faults({ eth0: {}, eth1: {}, v, w: { ...v, parent: "eth1" }, x: { ...v, protocol: "802.1ad" } })).toEqual([]);
});

test("frames of one tag pass between the ends of a cable, those of another do not", () => {
  const [a, b] = ["RED", "BLUE"].map((scope) =>
    linksOf({ e: {}, "e.1": { parent: "e", id: 1 }, "e.2": { parent: "e", id: 2 } }).map((link) => ({
      ...link,
      scope,
    })),
  );
  const cable = [...(a ?? []), ...(b ?? [])].map((link) =>
    link.name === "e" ? { ...link, peer: link.scope === "RED" ? "BLUE/e" : "RED/e" } : link,
  );
  const segment = segmentsOf(cable);
  expect(segment("RED/e.1")).toBe(segment("BLUE/e.1"));
  expect(segment("RED/e.1")).not.toBe(segment("BLUE/e.2"));
  expect(segment("RED/e.1")).not.toBe(segment("RED/e"));
});

test("a vxlan takes less than its parent by the outer headers, and comes up without it", () => {
  const v0 = { type: "vxlan", parent: "eth0", id: 1 };
  expect(faults({ eth0: { mtu: 1500, up: false }, v0: { ...v0, mtu: 1450 } })).toEqual([]);
  expect(faults({ eth0: { mtu: 1500 }, v0: { ...v0, mtu: 1451 } })).toEqual([
    "links.v0.mtu: 1451: eth0 below it takes 1500 bytes, 50 of them for the outer headers. Write 1450 or less, or give eth0 a larger mtu.",
  ]);
  expect(faults({ eth0: { mtu: 1500 }, v0: { ...v0, remote: "fd00::1", mtu: 1450 } })).toEqual([
    "links.v0.mtu: 1450: eth0 below it takes 1500 bytes, 70 of them for the outer headers. Write 1430 or less, or give eth0 a larger mtu.",
  ]);
});

test("a tunnel sends by its parent whatever that is, but a gre to a group has it up", () => {
  const t0 = { type: "gre", parent: "eth0", remote: "192.0.2.2", mtu: 9000 };
  expect(faults({ eth0: { mtu: 1500, up: false }, t0, t1: { ...t0, parent: "t0" } })).toEqual([]);
  expect(faults({ eth0: { up: false }, t0: { ...t0, remote: "239.1.1.1" } })).toEqual([
    'links.t0.parent: "eth0": eth0 is declared down, and nothing on it comes up. Write up: false here, or take it away there.',
  ]);
});

test("packets of IP are no frames", () => {
  const gre = { type: "gre", remote: "192.0.2.2" };
  expect(faults({ t0: gre, v: { parent: "t0", id: 1 }, t1: { type: "gretap", parent: "t0" } })).toEqual([
    'links.v.parent: "t0": t0 is a gre: its packets have no frames for a vlan. Name an interface of Ethernet.',
  ]);
  expect(faults({ t0: { ...gre, type: "gretap" }, v: { parent: "t0", id: 1 } })).toEqual([]);
  expect(faults({ t0: { type: "tun" }, m0: { type: "macvlan", parent: "t0" } })).toEqual([
    'links.m0.parent: "t0": t0 is a tun: its packets have no frames for a macvlan. Name an interface of Ethernet.',
  ]);
  expect(faults({ t0: { type: "tap" }, m0: { type: "macvlan", parent: "t0" } })).toEqual([]);
});
