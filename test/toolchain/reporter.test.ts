import { expect, test } from "vitest";
import { closingLines } from "../reporter.ts";

test("the last line of a run is its count", () => {
  expect(closingLines({ passed: 12, failed: [], skipped: [] })).toEqual(["12 passed, 0 failed"]);
});

test("what failed is named with its error, right before the count", () => {
  const skipped = [{ module: "b.test.ts", suite: "needs root" }];
  expect(closingLines({ passed: 12, failed: ["a.test.ts: adds: expected 2"], skipped })).toEqual([
    "SKIPPED 1:",
    "  b.test.ts: needs root",
    "FAILED 1:",
    "  a.test.ts: adds: expected 2",
    "12 passed, 1 failed, 1 skipped",
  ]);
});

test("tests of one suite that are skipped are one line", () => {
  const skipped = [1, 2, 3].map(() => ({ module: "a.test.ts", suite: "vlan (SKIPPED: no 802.1Q)" }));
  expect(closingLines({ passed: 2, failed: [], skipped: [...skipped, { module: "b.test.ts", suite: "x" }] })).toEqual([
    "SKIPPED 4:",
    "  a.test.ts: vlan (SKIPPED: no 802.1Q) (3 tests)",
    "  b.test.ts: x",
    "2 passed, 0 failed, 4 skipped",
  ]);
});
