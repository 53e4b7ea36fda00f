import { expect, test } from "vitest";
import { ports } from "../../../validation/rules/ports.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(ports, linksOf(declared, "veth"));

test("what is said of the port of a bridge is no fault, nor what bridges may forward", () => {
  const br0 = { type: "bridge", groupFwdMask: 0xfff8 };
  const port = { hairpin: true, groupFwdMask: 0xfffd };
  expect(faults({ br0, r0: { master: "br0", port }, r1: { master: "br0" }, r2: {} })).toEqual([]);
});

test("a bridge of somebody else's may be declared too", () => {
  expect(faults({ br0: { type: "existing" }, r0: { master: "br0", port: { isolated: true } } })).toEqual([]);
});

test("it is said of nothing else, and once", () => {
  expect(faults({ r0: { port: { hairpin: true, groupFwdMask: 1 } } })).toEqual([
    "links.r0.port: r0 in RED is no port of a bridge. Name its bridge (master), or leave it out.",
  ]);
});

test("what no bridge forwards is told with what is left", () => {
  expect(faults({ br0: { type: "bridge", groupFwdMask: 0x4003 } })).toEqual([
    "links.br0.groupFwdMask: 16387: the kernel forwards no frames to 01:80:c2:00:00:00, 01:80:c2:00:00:01 here. Write 16384.",
  ]);
  expect(faults({ r0: { master: "br0", port: { groupFwdMask: 7 } } })).toEqual([
    "links.r0.port.groupFwdMask: 7: the kernel forwards no frames to 01:80:c2:00:00:01 here. Write 5.",
  ]);
});
