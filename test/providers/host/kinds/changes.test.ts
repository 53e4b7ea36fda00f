import { expect, test } from "vitest";
import { linkSchemas } from "../../../../net/schema/links.ts";
import { changesOf, planOf } from "./changes.ts";

const CASES = Object.keys(linkSchemas).flatMap((type) =>
  Object.entries(changesOf(type)).flatMap(([property, cases]) =>
    cases.map((each, index) => ({ type, property, number: index + 1, each })),
  ),
);

test.each(CASES)("$type: $property ($number)", ({ type, each }) => {
  const { declared: _, observed: __, ...plan } = each;
  expect(planOf(type, each)).toEqual(plan);
});
