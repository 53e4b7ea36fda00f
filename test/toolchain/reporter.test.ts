import { expect, test } from "vitest";
import { closingLines } from "../reporter.ts";

test("the last line of a run is its count", () => {
  expect(closingLines({ passed: 12, failed: 1, skipped: [] })).toEqual(["12 passed, 1 failed"]);
});

test("what was skipped is counted and named", () => {
  expect(closingLines({ passed: 2, failed: 0, skipped: ["a.test.ts: needs root"] })).toEqual([
    "SKIPPED 1:",
    "  a.test.ts: needs root",
    "2 passed, 0 failed, 1 skipped",
  ]);
});
