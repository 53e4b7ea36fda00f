import { expect, test } from "vitest";
import { plainly } from "../../../providers/host/without-stack.ts";
import { NotOurs } from "../../../system/own-folder.ts";

/** What Pulumi prints of an error that a method throws, beside its message. */
const printed = (error: unknown) =>
  plainly(async () => {
    throw error;
  }).catch((thrown) => `${thrown}: ${(thrown as Error).stack}`);

test.each([
  new Error("namespace RED exists"),
  new NotOurs("/run/bridgework is a symbolic link"),
  Object.assign(new Error("/run/bridgework/lock cannot be written: EROFS"), { code: "EROFS" }),
])("a fault of the host has no trace, and says its sentence once: %s", async (error) => {
  expect(await printed(error)).toBe("failed: see the error");
});

test.each([new TypeError("x is undefined"), Object.assign(new Error("no such argument"), { code: "ERR_ASSERTION" })])(
  "a fault of this program has one: %s",
  async (error) => {
    expect(await printed(error)).toContain("without-stack.test.ts");
  },
);
