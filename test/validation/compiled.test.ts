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

test("a published port of a namespace leads to its first address of each family that it is about, whoever declares that", () => {
  const { topology } = parseTopology(parse(readFileSync(new URL("l1-publish-families.yaml", folder), "utf8")));
  const { publish = [] } = compileTopology(topology!).host?.firewall ?? {};
  expect(publish.map(({ port, to, hostIp }) => [port, to, ...(hostIp === undefined ? [] : [hostIp])])).toEqual([
    ["8080", "11.11.11.2:80"],
    ["8080", "[fd00:11::2]:80"],
    ["8081", "11.11.11.4:80"],
    ["8081", "[fd00:11::6]:80"],
    ["8082", "[fd00:11::6]:80", "fd00:11::1"],
    ["8083", "10.9.0.2:80"],
    [9000, "11.11.11.2:80"],
    [9000, "[fd00:11::2]:80"],
    [8082, "11.11.11.4:80"],
  ]);
});
