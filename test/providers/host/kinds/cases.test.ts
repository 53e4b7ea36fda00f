import { expect, test } from "vitest";
import { allCases, declaredIn, expectedOf, observedIn, planned } from "./case.ts";

test.each(allCases())("$kind: $name", ({ kind, name }) => {
  expect(planned(declaredIn(kind, name), observedIn(kind, name))).toBe(expectedOf(kind, name));
});
