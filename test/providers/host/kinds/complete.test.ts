import { existsSync } from "node:fs";
import fc from "fast-check";
import type { TSchema } from "typebox";
import { describe, expect, test } from "vitest";
import { addressesSchema } from "../../../../net/schema/address.ts";
import { type LinkTypeName, linkSchemas } from "../../../../net/schema/links.ts";
import { SCOPE_FIELDS, scopeFields } from "../../../../net/schema/scope.ts";
import { shapingSchema } from "../../../../net/schema/shaping.ts";
import { wantedBy } from "../../../../providers/host/document.ts";
import { LINK_TYPES } from "../../../../providers/host/kinds/link/types.ts";
import type { Kind } from "../../../../providers/host/model.ts";
import { KINDS } from "../../../../providers/host/registry.ts";
import { RED_BLUE } from "../faults/red-blue.ts";
import { SHAPED } from "../faults/shaped.ts";
import type { LiveSpec } from "../live/spec.ts";
import { documents } from "../model/documents.ts";
import { allCases } from "./case.ts";
import { changesOf } from "./changes.ts";

/** Kinds whose cases and live tests have a folder of their own, with the files that hold them. */
const ELSEWHERE: Record<string, string[]> = {
  table: ["cases.test.ts", "removal.live.test.ts"],
  chain: ["cases.test.ts", "drift.live.test.ts", "removal.live.test.ts"],
  jump: ["cases.test.ts", "jump.live.test.ts", "removal.live.test.ts"],
};

/** What a plan can do with an object of any kind. */
const DEEDS = ["create", "no-op", "delete", "foreign", "adopt"];

/** Fields and deeds that any type of link is tried with, out of its case "no-op": any-link.test.ts, any-port.test.ts. */
const OF_ANY_LINK = ["up", "mac", "mtu", "master", "port", "addresses", "delete", "foreign", "adopt"];

/** A kind, or one type of link, with the properties of its schema, and the cases that it must have. */
const SUBJECTS = [
  ...KINDS.filter(({ name }) => name !== "link" && !(name in ELSEWHERE)).map((kind) =>
    // Its properties change in a file of their own: shaping.test.ts.
    subject(kind.name, propertiesOf(kind), kind.name === "shaping" ? propertiesOf(kind) : []),
  ),
  ...(Object.keys(linkSchemas) as LinkTypeName[]).map((type) => {
    const properties = fields(linkSchemas[type]).filter((property) => property !== "type" && property !== "shaping");
    return subject(type, properties, type === "loopback" ? [] : OF_ANY_LINK);
  }),
];

function subject(name: string, properties: string[], elsewhere: string[] = []) {
  const here = (all: string[]) => all.filter((each) => !elsewhere.includes(each));
  return { name, properties, wanted: [...here(DEEDS), ...here(properties).map((property) => `change-${property}`)] };
}

function propertiesOf({ name, field, fixed }: Kind): string[] {
  if (name === "address") return fields(addressesSchema);
  if (name === "shaping") return fields(shapingSchema);
  return field ? fields(scopeFields[field]) : [...fixed];
}

/** The keys of a schema's objects; a map of texts has only the value. */
function fields(schema: TSchema | undefined): string[] {
  const { properties, items, anyOf, additionalProperties } = (schema ?? {}) as Record<string, object | undefined>;
  if (properties) return Object.keys(properties);
  if (items) return fields(items as TSchema);
  if (anyOf) return (anyOf as TSchema[]).flatMap(fields);
  return additionalProperties ? ["value"] : [];
}

describe.each(SUBJECTS)("$name", ({ name, properties, wanted }) => {
  const cases = allCases()
    .filter(({ kind }) => kind === name)
    .map((entry) => entry.name)
    .concat(Object.keys(changesOf(name)).map((property) => `change-${property}`));

  test.each(wanted)("has the pure case %s", (deed) => {
    expect(cases.filter((entry) => `${entry}-`.startsWith(`${deed}-`))).not.toEqual([]);
  });

  test("meets the kernel, with every property of its schema", async () => {
    expect(existsSync(`${import.meta.dirname}/../live/${name}.live.test.ts`)).toBe(true);
    const module = (await import(`../live/${name}.ts`)) as Record<string, LiveSpec>;
    const spec = module[name] as LiveSpec;
    const tried = (property: string) =>
      (spec.drifts[property] ?? []).length > 0 || (spec.steps[property] ?? []).length > 0 || spec.lacking?.[property];
    expect(properties.filter((property) => !tried(property))).toEqual([]);
  });
});

test.each(Object.entries(ELSEWHERE))("%s has its tests where it says", (_, files) => {
  for (const file of files) expect(existsSync(`${import.meta.dirname}/../firewall/${file}`), file).toBe(true);
});

test("every field of a scope has its kind", () => {
  expect(KINDS.flatMap(({ field }) => field ?? []).toSorted()).toEqual(SCOPE_FIELDS.toSorted());
});

test("every kind of the registry is looked for, and no other", () => {
  const looked = [...SUBJECTS.map(({ name }) => name), ...Object.keys(ELSEWHERE)];
  const known = [
    ...KINDS.map(({ name }) => name).filter((name) => name !== "link"),
    ...LINK_TYPES.map(({ type }) => type),
  ];
  expect(looked.toSorted()).toEqual(known.toSorted());
});

/** Kinds whose rules the model has no tables for. */
const UNMODELLED = Object.keys(ELSEWHERE);

test("the model's documents have every kind and every type of link", () => {
  const items = fc.sample(documents, { numRuns: 300, seed: 1 }).flatMap(wantedBy);
  const kinds = new Set(items.map(({ kind }) => kind));
  const types = new Set(items.filter(({ kind }) => kind === "link").map(({ props }) => props.type));
  expect(KINDS.map(({ name }) => name).filter((name) => !kinds.has(name))).toEqual(UNMODELLED);
  expect(Object.keys(linkSchemas).filter((type) => !types.has(type))).toEqual([]);
});

test("builds that are refused, killed and crashed at every line have every kind", () => {
  const kinds = new Set([RED_BLUE, SHAPED].flatMap(wantedBy).map(({ kind }) => kind));
  expect(KINDS.map(({ name }) => name).filter((name) => !kinds.has(name))).toEqual([]);
});
