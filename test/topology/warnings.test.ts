import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compileTopology } from "../../components/compile/topology.ts";
import { warningsOf } from "../../providers/host/faults.ts";
import { parseTopology } from "../../topology/parse.ts";
import { formatPath, reasonOf } from "../../validation/fault.ts";

interface Case {
  topology: unknown;
  /** Words of the warning, by path. */
  warnings: Record<string, string>;
}

const CASES = parse(readFileSync(new URL("warnings.yaml", import.meta.url), "utf8")) as Record<string, Case>;

test.each(Object.entries(CASES))("%s", (_name, { topology, warnings }) => {
  const parsed = parseTopology(topology);
  expect(parsed.faults).toEqual([]);
  const found = Object.fromEntries(parsed.warnings.map((fault) => [formatPath(fault.path), reasonOf(fault)]));
  expect(Object.keys(found)).toEqual(Object.keys(warnings));
  for (const [path, words] of Object.entries(warnings)) expect(found[path]).toContain(words);
});

test("a document has the same warnings, by its own paths", () => {
  const { topology } = parseTopology(CASES["a drop before a publish, and before what follows in its list"]?.topology);
  const scopes = topology ? compileTopology(topology) : {};
  expect(warningsOf(scopes).map(({ path, rule }) => `${formatPath(path)}: ${rule}`)).toEqual([
    "firewall.filter[0]: it decides over all packets of firewall.filter[1], firewall.forward[0], firewall.forward[1], " +
      "firewall.publish[0], and comes first: none ever gets there",
  ]);
});
