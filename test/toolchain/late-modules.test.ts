import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../../toolchain/places.mjs";

const file = join(repository, "toolchain", "late-modules.cjs");

/** What a program prints that is started as Pulumi starts one. */
function printed(program: string): string {
  return execFileSync(process.execPath, ["--no-warnings", "--require", file, "--eval", program], {
    cwd: repository,
    encoding: "utf8",
  });
}

test("what only serialising a function needs is not loaded with Pulumi's SDK", () => {
  const modules = printed('require("@pulumi/pulumi"); console.log(Object.keys(require.cache).join("\\n"))').split("\n");
  expect(modules.some((path) => path.includes("@pulumi/pulumi/runtime"))).toBe(true);
  expect(modules.filter((path) => /node_modules\/(pacote|sigstore|@npmcli\/node-gyp)\//.test(path))).toEqual([]);
});

test("what Pulumi starts debugs nothing and reads no source maps", () => {
  const program = `
    require("source-map-support/register");
    require("@pulumi/pulumi/runtime/closure/v8Hooks").isInitializedAsync().then((done) => {
      console.log(done, Object.keys(require.cache).filter((path) => /source-map/.test(path)).length);
    });`;
  expect(printed(program).trim()).toBe("undefined 1");
});

test("a function can be serialised all the same", () => {
  const program = `
    const text = () => require("semver").valid("1.2.3");
    require("@pulumi/pulumi").runtime.serializeFunction(text).then((made) => console.log(made.text));`;
  expect(printed(program)).toContain('require("semver").valid("1.2.3")');
});

test("TypeScript is there, whole, for whoever asks for it", () => {
  const program = `
    const late = require("typescript");
    const names = Object.keys(late);
    console.log("ScriptTarget" in late, typeof late.version, names.length > 100, { ...late }.version === late.version);`;
  expect(printed(program).trim()).toBe("true string true true");
});
