import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Photograph } from "../host/photograph.ts";
import type { Sandbox } from "../sandbox.ts";
import { changedSince, openHost, settled } from "./host.ts";
import { failure, LabStack, REPOSITORY } from "./stack.ts";

/** Another user namespace: whoever this process is, there it is nobody, and over the sandbox it has no power. */
const NOBODY = ["unshare", "--user"];
const WORDS = 'host "local": changing or reading network namespaces needs root (CAP_NET_ADMIN and CAP_SYS_ADMIN).';

let host: Sandbox;
let root: LabStack;
let nobody: LabStack;
let before: Photograph;

beforeAll(async () => {
  host = await openHost();
  before = await settled(host);
  [root, nobody] = await Promise.all([LabStack.open(host), LabStack.open(host, "dev", { as: NOBODY })]);
  await Promise.all([root, nobody].map((lab) => lab.settings("examples/red-blue/stage4.yaml")));
});
afterAll(async () => {
  await host.close();
  await Promise.all([root, nobody].map((lab) => lab.close()));
});

test("without root a first preview already says what is missing, and what to do", async () => {
  const said = await failure(nobody.preview());
  expect(said).toContain(WORDS);
  expect(said).toContain("npm run sandbox");
  expect(said).not.toMatch(/^\s+at /m);
});

test("so does up, and nothing is changed", async () => {
  const said = await failure(nobody.up());
  expect(said).toContain(WORDS);
  expect(said).not.toMatch(/^\s+at /m);
  expect(await changedSince(before, host)).toEqual([]);
});

test("npm run up stops before it installs or starts anything", async () => {
  const argv = [...NOBODY, process.execPath, join(REPOSITORY, "toolchain/main.mjs"), "up"];
  const { code, stdout, stderr } = await host.run(argv);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("npm run sandbox");
});
