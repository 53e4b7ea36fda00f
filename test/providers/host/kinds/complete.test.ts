import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linkSchemas } from "../../../../net/schema/links.ts";
import { SCOPE_FIELDS } from "../../../../net/schema/scope.ts";
import { wantedBy } from "../../../../providers/host/document.ts";
import { LINK_TYPES } from "../../../../providers/host/kinds/link/types.ts";
import { KINDS } from "../../../../providers/host/registry.ts";
import { RED_BLUE } from "../faults/red-blue.ts";
import { SHAPED } from "../faults/shaped.ts";
import { documents } from "../model/documents.ts";
import { allCases } from "./case.ts";
import { changesOf } from "./changes.ts";
import { ALL, ELSEWHERE, isLinkType, liveSpecOf } from "./properties.ts";

/** What a plan can do with an object of any kind. */
const DEEDS = ["create", "no-op", "delete", "foreign", "adopt"];

/** Fields and deeds that any type of link is tried with, out of its case "no-op": any-link.test.ts, any-port.test.ts. */
const OF_ANY_LINK = ["up", "mac", "mtu", "master", "port", "addresses", "delete", "foreign", "adopt"];

/** A kind, or one type of link, with the cases that it must have. */
const SUBJECTS = ALL.map(({ name, isLink, properties }) => {
  // What shaping is changed to is in a file of its own: shaping.test.ts.
  const elsewhere = name === "shaping" ? properties : isLink && name !== "loopback" ? OF_ANY_LINK : [];
  const here = (all: string[]) => all.filter((each) => !elsewhere.includes(each));
  return { name, properties, wanted: [...here(DEEDS), ...here(properties).map((property) => `change-${property}`)] };
});

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
    const spec = await liveSpecOf(name);
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
  expect(Object.keys(linkSchemas).filter((type) => isLinkType(type) && !types.has(type))).toEqual([]);
});

test("builds that are refused, killed and crashed at every line have every kind", () => {
  const kinds = new Set([RED_BLUE, SHAPED].flatMap(wantedBy).map(({ kind }) => kind));
  expect(KINDS.map(({ name }) => name).filter((name) => !kinds.has(name))).toEqual([]);
});
