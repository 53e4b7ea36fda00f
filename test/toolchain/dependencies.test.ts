import { expect, test } from "vitest";
import { compareDependencies } from "../../toolchain/dependencies.mjs";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/b-darwin": { version: "1.0.0", integrity: "sha512-b", optional: true },
  },
};
const installed = (a: object) => ({ packages: { "node_modules/a": a } });

test("what npm recorded is current when every locked package is there, optional ones of other platforms aside", () => {
  expect(compareDependencies(lock, installed({ version: "1.0.0", integrity: "sha512-a" }))).toBe("current");
});

test.each([
  ["another version", installed({ version: "1.0.1", integrity: "sha512-a" })],
  ["another content", installed({ version: "1.0.0", integrity: "sha512-x" })],
  ["a package less", { packages: {} }],
])("%s is outdated", (_, record) => {
  expect(compareDependencies(lock, record)).toBe("outdated");
});

test("without npm's record they are missing", () => {
  expect(compareDependencies(lock, undefined)).toBe("missing");
});
