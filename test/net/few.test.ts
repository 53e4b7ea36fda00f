import { expect, test } from "vitest";
import { few } from "../../net/few.ts";

test("a short list is told whole, a longer one with how many more there are", () => {
  expect(few([], 2)).toBe("");
  expect(few(["a", "b"], 2)).toBe("a, b");
  expect(few(["a", "b", "c", "d"], 2, "; ")).toBe("a; b; and 2 more");
});
