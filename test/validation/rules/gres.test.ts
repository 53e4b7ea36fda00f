import { expect, test } from "vitest";
import { gres } from "../../../validation/rules/gres.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (t0: Declared) => faultsOf(gres, linksOf({ t0: { remote: "192.0.2.2", ...t0 } }, "gre"));

test("each direction is said once", () => {
  expect(faults({ key: 1, icsum: true, oseq: true, iseq: true })).toEqual([]);
  expect(faults({ key: 1, okey: 2, csum: true, seq: false, iseq: true })).toEqual([
    "links.t0.key: 1: it says both directions, as ikey and okey do. Write ikey and okey alone, or key.",
    "links.t0.seq: false: it says both directions, as iseq and oseq do. Write iseq and oseq alone, or seq.",
  ]);
});

test("what must not be fragmented is not fragmented", () => {
  expect(faults({ pmtudisc: false, ignoreDf: true })).toEqual([]);
  expect(faults({ ignoreDf: true })).toEqual([
    "links.t0.ignoreDf: true: with pmtudisc no outer packet is fragmented. Write pmtudisc: false.",
  ]);
});

test("to a group no key is 0", () => {
  expect(faults({ key: 0 })).toEqual([]);
  expect(faults({ remote: "239.1.1.1", ikey: "0.0.0.0", okey: 1 })).toEqual([
    'links.t0.ikey: "0.0.0.0": to a group ip makes the group\'s address of it. Write 1 or more, or leave it out.',
  ]);
});
