import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { namedConfiguration, workingFolder } from "../../commands/pulumi.mjs";
import { run } from "../../system/process.ts";
import { formatFaults, parseTopology } from "../../topology/parse.ts";
import { blocks, brokenLinks, codeSpans } from "./blocks.ts";

const SCRIPTS = new Set(Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts));

test("every program in the documentation is checked against the types that it uses", async () => {
  const folder = mkdtempSync(resolve("test/docs/programs-"));
  try {
    const programs = blocks("ts");
    expect(programs.length).toBeGreaterThan(0);
    const source = (text: string) => text.replaceAll('"bridgework"', '"../../../components/index.ts"');
    const files = programs.map(({ text }, index) => {
      const file = join(folder, `program${index}.ts`);
      writeFileSync(file, `${source(text)}\nexport {};\n`);
      return file;
    });
    const config = { extends: resolve("tsconfig.json"), include: [], files };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const done = await run([process.execPath, "node_modules/typescript/bin/tsc", "-p", folder]);
    expect(done.stdout).toBe("");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every topology in the documentation and in the examples is without fault", () => {
  const pages = blocks("yaml").map(({ page, text }) => ({ page, value: parse(text) }));
  const files = [...globSync("Pulumi.*.yaml"), ...globSync("examples/**/*.yaml")];
  const stacks = files.map((page) => ({ page, value: parse(readFileSync(page, "utf8")) }));
  const declared = [...pages, ...stacks].filter(
    ({ value }) => typeof value?.config?.["bridgework:topology"] === "object",
  );
  expect(declared.length).toBeGreaterThan(5);
  for (const { page, value } of declared) {
    const { faults } = parseTopology(value.config["bridgework:topology"]);
    expect(`${page}: ${formatFaults(faults)}`).toBe(`${page}: ${formatFaults([])}`);
  }
});

test("every npm script and file that a command in the documentation names is there", () => {
  const lines = blocks("sh").flatMap(({ page, text }) => text.split("\n").map((line) => ({ page, line })));
  const commands = [...lines, ...codeSpans().filter(({ line }) => line.startsWith("npm "))];
  for (const { page, line } of commands) {
    const scripts = [...line.matchAll(/npm run ([a-z:-]+)/g)].map(([, script = ""]) => script);
    expect([page, ...scripts.filter((script) => !SCRIPTS.has(script))]).toEqual([page]);
    const args = line.split(" ");
    const files = [workingFolder(args, "."), namedConfiguration(args, ".") ?? "."];
    expect([page, ...files.filter((file) => !existsSync(file))]).toEqual([page]);
  }
});

test("every command in the documentation that reads a stack's file says which, where the stack has none of its own", () => {
  const lines = blocks("sh").flatMap(({ page, text }) => text.split("\n").map((line) => ({ page, line })));
  const lacking = lines.filter(({ line }) => {
    const [, stack] = line.match(/npm run (?:up|preview) .*--stack (\S+)/) ?? [];
    return stack !== undefined && !line.includes("--config-file ") && !existsSync(`Pulumi.${stack}.yaml`);
  });
  expect(lacking).toEqual([]);
});

test("every link of a page leads to a file", () => {
  expect(brokenLinks()).toEqual([]);
});
