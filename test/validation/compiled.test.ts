import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { compileTopology } from "../../components/compile/topology.ts";
import { faultsOf } from "../../providers/host/faults.ts";
import { parseTopology } from "../../topology/parse.ts";
import { formatFault } from "../../validation/fault.ts";

const folder = new URL("../topology/accepted/", import.meta.url);

/** Topologies and documents are judged by the same rules: what passes as the one must not fail as the other. */
test.each(readdirSync(folder))("the document that %s becomes has no fault either", (name) => {
  const { topology } = parseTopology(parse(readFileSync(new URL(name, folder), "utf8")));
  const scopes = compileTopology(topology!) as Record<string, unknown>;
  const faults = faultsOf({ host: "local", scopes, expect: {}, known: [], addressOf: () => undefined });
  expect(faults.map(formatFault)).toEqual([]);
});
