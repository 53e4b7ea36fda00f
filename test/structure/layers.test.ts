import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/** Every product source with the files of this repository that it imports. */
const SOURCES = new Map(
  globSync("{index.ts,{net,validation,engine,topology,components,providers,system,cli,lab-engine}/**/*.ts}").map(
    (file) => [file, importsOf(file)],
  ),
);

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const specifiers = [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  return specifiers.map((name) => (name.startsWith(".") ? normalize(join(dirname(file), name)) : name));
}

/** Files below a folder that import something a rule forbids, as "file -> import". */
function breaches(folder: string, forbidden: (imported: string) => boolean): string[] {
  return [...SOURCES]
    .filter(([file]) => file.startsWith(`${folder}/`))
    .flatMap(([file, imports]) => imports.filter(forbidden).map((imported) => `${file} -> ${imported}`));
}

const below =
  (...folders: string[]) =>
  (imported: string) =>
    folders.some((folder) => imported.startsWith(`${folder}/`));

test("values and rules stand on nothing but themselves", () => {
  const above = below("topology", "components", "providers", "system", "cli");
  expect(breaches("net", above)).toEqual([]);
  expect(breaches("validation", above)).toEqual([]);
});

test("the topology knows neither components, nor providers, nor Pulumi", () => {
  const above = below("components", "providers", "system", "cli", "@pulumi");
  expect(breaches("topology", above)).toEqual([]);
});

test("components reach providers only by their resource classes", () => {
  const inside = (imported: string) => below("providers")(imported) && !imported.endsWith("/resource.ts");
  expect(breaches("components", inside)).toEqual([]);
});

test("providers import neither topology nor components", () => {
  expect(breaches("providers", below("topology", "components", "cli"))).toEqual([]);
});

test("one file of the product starts processes", () => {
  const starters = [...SOURCES].filter(([, imports]) =>
    imports.some((name) => /^(execa|node:child_process)$/.test(name)),
  );
  expect(starters.map(([file]) => file)).toEqual(["system/process.ts"]);
});
