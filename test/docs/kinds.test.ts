import { expect, test } from "vitest";
import { kindsPage } from "./kinds-page.ts";

test("docs/kinds.md has every property of every kind, as the tests show it on the kernel", async () => {
  const page = await kindsPage();
  expect(page.split("\n").filter((line) => /\|\s*\|/.test(line))).toEqual([]);
  await expect(page).toMatchFileSnapshot("../../docs/kinds.md");
});
