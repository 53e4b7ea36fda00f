import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { run } from "../../system/process.ts";
import { programFolders } from "../../toolchain/places.mjs";
import { olderNode } from "../older-node.ts";

const directory = mkdtempSync(join(tmpdir(), "bridgework-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** The command where it is installed, with a build that says that it was loaded. */
function installed(): string {
  const home = join(directory, "node_modules", "bridgework");
  mkdirSync(join(home, "dist", "cli"), { recursive: true });
  cpSync("bin", join(home, "bin"), { recursive: true });
  cpSync("cli", join(home, "cli"), { recursive: true });
  cpSync("build/built.cjs", join(home, "build", "built.cjs"));
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(home, "dist", "cli", "main.js"),
    'export const main = async (argv) => (console.log("built", ...argv), 7);',
  );
  return join(home, "bin", "bridgework.mjs");
}

it("installed as a package, the build is loaded: Node strips no types below node_modules", async () => {
  const done = await run([process.execPath, installed(), "--help"]);
  expect(done).toMatchObject({ code: 7, stdout: "built --help\n", stderr: "" });
});

it("in the repository, npx starts the sources", async () => {
  const done = await run(["npx", "--no-install", "bridgework", "--version"]);
  expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

it("an older Node learns what an installed package lacks, in words that it understands", async () => {
  const old = join(directory, "old.mjs");
  writeFileSync(old, 'Object.defineProperty(process.versions, "node", { value: "20.20.2" });');
  const done = await run([process.execPath, "--import", old, installed(), "--version"]);
  expect(done).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("needs Node 22.18 or newer, this is 20.20.2"),
  });
});

it.skipIf(!olderNode)("in the repository, npx works with the older Node that the system has", async () => {
  const path = [dirname(olderNode ?? ""), ...programFolders(process.env.PATH)].join(delimiter);
  const bridgework = (...args: string[]) =>
    run(["npx", "--no-install", "bridgework", ...args], { env: { PATH: path } });
  expect(await bridgework("validate", "Pulumi.dev.yaml")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Pulumi.dev.yaml: no faults\n"),
  });
  expect(await bridgework("inspect", "nonsense")).toMatchObject({ code: 2, stderr: expect.stringContaining("one of") });
});
