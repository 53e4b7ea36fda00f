import { expect, test } from "vitest";
import { ipvlans } from "../../../validation/rules/ipvlans.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(ipvlans, linksOf(declared, "ipvlan"));

const eth0 = { type: "veth" };

test("any number of one mode and flag on one interface is no fault", () => {
  expect(faults({ eth0, i0: { parent: "eth0" }, i1: { parent: "eth0", mode: "l3", flag: "bridge" } })).toEqual([]);
  expect(faults({ i0: { parent: "a", mode: "l2" }, i1: { parent: "b", flag: "vepa" } })).toEqual([]);
});

test("all on one interface have one mode, and one flag", () => {
  expect(faults({ i0: { parent: "eth0" }, i1: { parent: "eth0", mode: "l2", flag: "private" } })).toEqual([
    'links.i1.mode: "l2": i0 is on eth0 too, with l3: all on one parent have one mode. Write l3, or another parent.',
    'links.i1.flag: "private": i0 is on eth0 too, with bridge: all on one parent have one flag. Write bridge, or another parent.',
  ]);
});

test("one interface carries these or macvlans", () => {
  expect(faults({ eth0, m0: { type: "macvlan", parent: "eth0" }, i0: { parent: "eth0" } })).toEqual([
    'links.i0.parent: "eth0": m0 is a macvlan on it, and one interface carries either. Write another parent, or one type for both.',
  ]);
});

test("neither another one nor a bridge's port carries one", () => {
  expect(faults({ eth0, i0: { parent: "eth0" }, i1: { parent: "i0" } })).toEqual([
    'links.i1.parent: "i0": an ipvlan carries no other: the kernel takes the interface that i0 lies on. Write eth0.',
  ]);
  expect(faults({ eth0: { ...eth0, master: "br0" }, i0: { parent: "eth0" } })).toEqual([
    'links.i0.parent: "eth0": the port of a bridge carries no ipvlan: br0 takes its frames. Write br0.',
  ]);
});
