import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TSchema } from "typebox";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { Secret } from "../../net/secret.ts";
import { stackFaults } from "../../stack-file/topology.ts";
import { parseTopology } from "../../topology/parse.ts";
import { topologySchema } from "../../topology/schema.ts";
import { formatFault, formatPath, type Path } from "../../validation/fault.ts";
import { confidentialPlaces, takesSecret } from "../../validation/schema/confidential.ts";
import { withAt } from "../with-at.ts";

const CANARY = "canary-3d80f1";
/** Where only a key is taken. */
const CANARY_KEY = `${"canary3d80f1".repeat(3)}canaryI=`;
const folder = mkdtempSync(join(tmpdir(), "bridgework-canary-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Node extends Omit<TSchema, "anyOf"> {
  type?: string;
  const?: unknown;
  properties?: Record<string, Node>;
  additionalProperties?: boolean | Node;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: { then?: Node }[];
}

/** Every place of a schema at which a text may stand: `*` is any name or index. */
function textPlaces(node: Node, at: string[] = []): string[] {
  if (node.type === "string") return [at.join("/")];
  const { properties = {}, additionalProperties: member, items, anyOf = [], oneOf = [], allOf = [] } = node;
  const forms = [...anyOf, ...oneOf, ...allOf.flatMap(({ then }) => then ?? [])];
  return [
    ...Object.entries(properties).flatMap(([key, field]) => textPlaces(field, [...at, key])),
    ...(typeof member === "object" ? textPlaces(member, [...at, "*"]) : []),
    ...(items ? textPlaces(items, [...at, "*"]) : []),
    ...forms.flatMap((form) => textPlaces(form, at)),
  ];
}

const accepted = new URL("../topology/accepted/", import.meta.url);
const TOPOLOGIES = readdirSync(accepted).map((name) => parse(readFileSync(new URL(name, accepted), "utf8")) as object);

/** Where topologies without a fault have a text, as ways into them; one for each place of the schema. */
function textsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  const steps = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return steps.flatMap(([key, member]) => textsIn(member, [...path, key]));
}

function matches(place: string, path: Path): boolean {
  const steps = place === "" ? [] : place.split("/");
  return steps.length === path.length && steps.every((step, i) => step === "*" || step === String(path[i]));
}

const PLACES = [...new Set(textPlaces(topologySchema as unknown as Node))];
const samples = TOPOLOGIES.flatMap((topology) => textsIn(topology).map((path) => ({ topology, path })));
const planted = PLACES.map((place) => [place, samples.find(({ path }) => matches(place, path))] as const);

/** A way into an empty topology, for places that no sample has. */
function invented(place: string): { topology: object; path: Path } {
  const path = place.split("/").map((step) => (step === "*" ? "some" : step));
  return { topology: {}, path };
}

describe("a secret at every text of a topology", () => {
  test("is tried: the walk reaches the depths, and much of it stands in topologies without a fault", () => {
    expect(PLACES).toEqual(expect.arrayContaining(["host", "namespaces/*/links/*/peer/master", "expect/*/dns/name"]));
    expect(planted.filter(([, sample]) => sample !== undefined).length).toBeGreaterThan(90);
  });

  test.each(planted)("%s: taken, or one fault, by the same words in validate and up", (place, sample) => {
    const { topology, path } = sample ?? invented(place);
    const file = join(folder, "Pulumi.dev.yaml");
    const canary = /(private|preshared)Key$/.test(place) ? CANARY_KEY : CANARY;
    const value = withAt(topology, path, { secure: `v1:${canary}:x` });
    writeFileSync(file, stringify({ config: { "bridgework:topology": value } }));
    const told = (stackFaults(file) ?? [])
      .filter((fault) => formatPath(fault.path) === formatPath(path))
      .map(formatFault);
    const run = parseTopology(withAt(topology, path, new Secret(canary)));
    const known = run.faults.filter((fault) => formatPath(fault.path) === formatPath(path)).map(formatFault);
    expect(told).toEqual(known);
    expect(run.faults.map(formatFault).join("\n")).not.toContain(canary);
    if (takesSecret(confidentialPlaces(topologySchema), path)) {
      expect(told).toEqual([]);
      if (sample) expect(run.faults).toEqual([]);
      expect(JSON.stringify(run.topology ?? "")).not.toContain(canary);
    } else {
      expect(told).toEqual([expect.stringContaining("a secret, and what is made of it is for all to see")]);
      if (sample) expect(run.faults.map(formatFault).filter((line) => !known.includes(line))).toEqual([]);
    }
  });
});
