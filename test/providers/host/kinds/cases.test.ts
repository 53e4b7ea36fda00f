import { expect, test } from "vitest";
import { allCases, expectedOf, planned } from "./case.ts";

test.each(allCases())("$kind: $name", ({ kind, name }) => {
  expect(planned(kind, name)).toBe(expectedOf(kind, name));
});
