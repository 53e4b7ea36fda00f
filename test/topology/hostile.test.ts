import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseTopology } from "../../topology/parse.ts";
import { formatPath, reasonOf } from "../../validation/fault.ts";

interface Case {
  /** A topology as YAML has it. */
  topology?: unknown;
  /** The same as JSON text, for keys that YAML's reader would not keep. */
  json?: string;
  /** Words of the message, by path. */
  faults: Record<string, string>;
}

const folder = new URL("hostile/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const cases = files.map(
  (file) => [file, parse(readFileSync(new URL(file, folder), "utf8")) as Record<string, Case>] as const,
);

describe.each(cases)("%s", (_file, table) => {
  test.each(Object.entries(table))("%s is refused, with its path and why", (_name, { topology, json, faults }) => {
    const parsed = parseTopology(json === undefined ? topology : JSON.parse(json));
    const found = Object.fromEntries(parsed.faults.map((fault) => [formatPath(fault.path), reasonOf(fault)]));
    expect(Object.keys(found).sort()).toEqual(Object.keys(faults).sort());
    expect(parsed.faults).toHaveLength(Object.keys(faults).length);
    for (const [path, words] of Object.entries(faults)) expect(found[path]).toContain(words);
    expect(parsed.topology).toBeUndefined();
    for (const { rule, fix } of parsed.faults) expect([rule, fix]).not.toContain("");
  });
});

test("there are at least a hundred of them", () => {
  expect(cases.reduce((sum, [, table]) => sum + Object.keys(table).length, 0)).toBeGreaterThanOrEqual(100);
});
