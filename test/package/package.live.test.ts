import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";

/*
 * The package as npm installs it: the files that package.json lists, built, below a node_modules where Node strips no
 * types, beside the same dependencies.
 */
let project: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "bridgework-package-"));
  const modules = join(project, "node_modules");
  const own = join(modules, "bridgework");
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync("node_modules")) symlinkSync(resolve("node_modules", name), join(modules, name));
  for (const name of ["package.json", "provider.cjs"]) cpSync(name, join(own, name));
  const built = await run([
    process.execPath,
    "node_modules/typescript/bin/tsc",
    "-p",
    "tsconfig.build.json",
    "--outDir",
    join(own, "dist"),
  ]);
  expect(built.stdout).toBe("");
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

async function node(script: string): Promise<unknown> {
  const done = await run([process.execPath, "--input-type=module", "--eval", script], { cwd: project });
  expect(done.stderr).toBe("");
  return JSON.parse(done.stdout);
}

test("a program imports every component from the package", async () => {
  const names = await node('import * as all from "bridgework"; console.log(JSON.stringify(Object.keys(all).sort()))');
  expect(names).toEqual(["Bridge", "DockerContainer", "DockerNetwork", "HostNetwork", "Lab", "Namespace", "Publish"]);
});

test("the constant in every state leads to the provider, wherever the package is installed", async () => {
  const load = "createRequire(process.cwd() + '/')('bridgework/provider').hostNetwork";
  const methods = await node(
    `import { createRequire } from "node:module"; console.log(JSON.stringify(Object.keys(${load}).sort()))`,
  );
  expect(methods).toEqual(["check", "create", "delete", "diff", "read", "update"]);
});

test("a program is checked against the package's own types", async () => {
  const program = 'import { Bridge } from "bridgework";\nnew Bridge("br0", { adress: "11.11.11.1/24" });\n';
  writeFileSync(join(project, "index.ts"), program);
  const options = [
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--types",
    "node",
  ];
  const done = await run([process.execPath, resolve("node_modules/typescript/bin/tsc"), ...options, "index.ts"], {
    cwd: project,
  });
  expect(done.stdout).toContain("'adress' does not exist");
});
