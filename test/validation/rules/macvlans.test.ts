import { expect, test } from "vitest";
import { macvlans } from "../../../validation/rules/macvlans.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(macvlans, linksOf(declared, "macvlan"));

const eth0 = { type: "veth" };

test("any number of them on one interface is no fault, of both types and in any mode but passthru", () => {
  const m1 = { parent: "eth0", mode: "source", sources: ["02:00:00:00:00:07"], nodst: true };
  expect(faults({ eth0, m0: { parent: "eth0" }, m1, m2: { type: "macvtap", parent: "eth0", mode: "bridge" } })).toEqual(
    [],
  );
  expect(faults({ eth0, m0: { parent: "eth0", mode: "passthru", nopromisc: true } })).toEqual([]);
  expect(faults({ m0: { parent: "ens3", sources: [], nodst: false } })).toEqual([]);
});

test("one of passthru is alone on its interface", () => {
  expect(faults({ eth0, m0: { parent: "eth0" }, m1: { type: "macvtap", parent: "eth0", mode: "passthru" } })).toEqual([
    'links.m1.mode: "passthru": in this mode it is the only one on eth0, and m0 would be there too. Write another mode, or another parent.',
  ]);
  expect(faults({ m0: { parent: "a", mode: "passthru" }, m1: { parent: "b", mode: "passthru" } })).toEqual([]);
});

test("what only one mode has is a fault in another", () => {
  expect(faults({ m0: { parent: "eth0", sources: ["02:00:00:00:00:07"] } })).toEqual([
    'links.m0.sources: ["02:00:00:00:00:07"]: only mode source has it, and this is vepa. Write mode: source, or leave it out.',
  ]);
  expect(faults({ m0: { parent: "eth0", mode: "bridge", nopromisc: true, nodst: true } })).toEqual([
    "links.m0.nodst: true: only mode source has it, and this is bridge. Write mode: source, or leave it out.",
    "links.m0.nopromisc: true: only mode passthru has it, and this is bridge. Write mode: passthru, or leave it out.",
  ]);
});

test("neither another one nor a bridge's port carries one", () => {
  expect(faults({ eth0, m0: { parent: "eth0" }, m1: { type: "macvtap", parent: "m0" } })).toEqual([
    'links.m1.parent: "m0": a macvlan carries no other: the kernel takes the interface that m0 lies on. Write eth0.',
  ]);
  // That one lies on itself is a fault of its own.
  expect(faults({ m0: { parent: "m0" } })).toEqual([]);
  expect(faults({ eth0: { ...eth0, master: "br0" }, m0: { parent: "eth0" } })).toEqual([
    'links.m0.parent: "eth0": the port of a bridge carries no macvlan: br0 takes its frames. Write br0.',
  ]);
});

test("one of passthru has no address of its own", () => {
  expect(faults({ m0: { parent: "eth0", mode: "passthru", mac: "02:00:00:00:00:07" } })).toEqual([
    'links.m0.mac: "02:00:00:00:00:07": in mode passthru it has the address of eth0, and would change that. Leave it out, or write it for eth0.',
  ]);
});
