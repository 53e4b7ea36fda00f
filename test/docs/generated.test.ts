import { globSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { TSchema } from "typebox";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { GENERATED } from "../../docs/generate.ts";
import { stackFileSchema } from "../../docs/stack-file.ts";
import { topologySchema } from "../../topology/schema.ts";

const ajv = () =>
  new Ajv({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true, strictRequired: false });

/** For schemas of ours, which say of a text that it may be a secret. */
const own = () => ajv().addKeyword("confidential").addKeyword("means").addKeyword("elsewhere");

test.each(Object.entries(GENERATED))("%s is what `npm run docs` writes", (path, make) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")).toBe(make());
});

test("nothing else lies among the arguments of components", () => {
  const files = globSync("components/arguments/*");
  expect(files.filter((file) => !(file in GENERATED))).toEqual([]);
});

describe("the schema of a stack's file", () => {
  const validate = ajv().compile(stackFileSchema());

  test("is a JSON schema that a strict reader takes", () => {
    expect(ajv().validateSchema(stackFileSchema())).toBe(true);
  });

  test("takes a stack's file with keys of other projects", () => {
    const file = parse(
      "encryptionsalt: x\nconfig:\n  aws:region: eu\n  bridgework:topology: { bridges: { br0: {} } }\n",
    );
    expect(validate(file)).toBe(true);
  });

  test("refuses a misspelled key of the topology, for the editor to underline", () => {
    expect(validate(parse("config: { bridgework:topology: { bridgs: {} } }"))).toBe(false);
  });
});

interface Field {
  path: string;
  schema: Schema;
  required: boolean;
}

type Schema = TSchema & Record<string, unknown>;

/** Every field of the schema, at any depth. */
function fields(schema: Schema, path = ""): Field[] {
  const forms = [...asList(schema.anyOf), ...asList(schema.allOf).map(({ then }) => then as Schema)];
  const members = [schema.items, schema.additionalProperties].filter(
    (member) => typeof member === "object",
  ) as Schema[];
  const inner = [...forms, ...members].flatMap((form) => fields(form, path));
  const required = (schema.required ?? []) as string[];
  // `properties` beside `allOf` only lists the types that tell its shapes apart.
  const own = Object.entries((schema.allOf ? {} : (schema.properties ?? {})) as Record<string, Schema>).flatMap(
    ([name, field]) => {
      const at = `${path}.${name}`;
      return [{ path: at, schema: field, required: required.includes(name) }, ...fields(field, at)];
    },
  );
  return [...own, ...inner];
}

const asList = (value: unknown) => (value ?? []) as Schema[];

describe("every field", () => {
  const found = fields(topologySchema as TSchema as Schema);
  // Many are the same wherever they stand: links of the host, of namespaces and of containers.
  const once = new Map(found.map((field) => [`${field.required} ${JSON.stringify(field.schema)}`, field] as const));
  const all = [...once.values()].map((field) => [field.path, field] as const);

  test("is found: the walk reaches the depths", () => {
    expect(found.map(({ path }) => path)).toEqual(
      expect.arrayContaining([".namespaces.links.peer.mtu", ".firewall.publish.to.port"]),
    );
  });

  test.each(all)("%s has a description", (_path, { schema }) => {
    expect(schema.description).toMatch(/^.{3,}/);
  });

  test.each(all)("%s has an example that fits it", (_path, { schema }) => {
    const examples = (schema.examples ?? []) as unknown[];
    expect(examples.length).toBeGreaterThan(0);
    const validate = own().compile(schema);
    for (const example of examples) expect(validate(example), JSON.stringify(example)).toBe(true);
  });

  test.each(all)(
    "%s is required, or has a default that fits, or says what happens without it",
    (_path, { schema, required }) => {
      if (required) return;
      if (schema.default === undefined) expect(schema.description).toContain("Default: ");
      else expect(own().compile(schema)(schema.default)).toBe(true);
    },
  );
});
