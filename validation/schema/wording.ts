import type { ErrorObject } from "ajv";
import { nearest } from "./nearest.ts";

interface Words {
  value?: unknown;
  rule: string;
  fix: string;
}

/** What a validator's error means to the person who wrote the value. */
export function wording(error: ErrorObject): Words {
  const { keyword, params, data, parentSchema } = error;
  const schema: Record<string, unknown> = parentSchema ?? {};
  switch (keyword) {
    case "type":
    case "anyOf":
      return wrongType(data, typesOf(schema), schema);
    case "required":
      return missing(String(params.missingProperty), schema);
    case "additionalProperties":
      return unknownKey(String(params.additionalProperty), data, schema);
    case "enum":
    case "const":
      return notAmong(data, (params.allowedValues ?? [params.allowedValue]) as unknown[], params.orNumber === true);
    case "discriminator":
      return notAmong((data as Record<string, unknown>)[String(params.tag)], tags(schema, String(params.tag)));
    case "minimum":
    case "maximum":
      return outside(data, schema);
    case "minItems":
      if (Number(params.limit) > 1)
        return {
          value: data,
          rule: `the list has fewer than ${params.limit} items`,
          fix: "leave it out, or add to it",
        };
      return { value: data, rule: "the list is empty", fix: "leave it out, or give it an item" };
    case "maxItems":
      return { value: data, rule: `the list has more than ${params.limit} items`, fix: "shorten it" };
    default:
      return { value: data, rule: error.message ?? keyword, fix: example(schema) };
  }
}

const NAMES: Record<string, string> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "a map",
  array: "a list",
};

/** The JSON types that a schema takes. */
function typesOf(schema: Record<string, unknown>): string[] {
  if (typeof schema.type === "string") return [schema.type];
  return [...new Set(((schema.anyOf ?? []) as Record<string, unknown>[]).flatMap(typesOf))];
}

function wrongType(value: unknown, types: string[], schema: Record<string, unknown>): Words {
  const rule = `expected ${types.map((type) => NAMES[type] ?? type).join(" or ")}`;
  if (value === null) return { value, rule, fix: `leave the key out, or give it a value: ${example(schema)}` };
  const numeric = types.some((type) => type === "integer" || type === "number");
  const scalar = typeof value === "number" || typeof value === "boolean";
  // Where a number would do as well, text is another spelling of one, which true is not.
  if (scalar && types.includes("string") && !numeric)
    return { value, rule, fix: `write it in quotes (YAML reads it as a ${typeof value})` };
  if (typeof value === "string" && numeric) return { value, rule, fix: "write it in digits, without quotes" };
  return { value, rule, fix: example(schema) };
}

function example({ examples }: Record<string, unknown>): string {
  const [first] = (examples ?? []) as unknown[];
  return first === undefined ? "see docs/topology.md" : `for example ${JSON.stringify(first)}`;
}

function missing(key: string, schema: Record<string, unknown>): Words {
  const field = ((schema.properties ?? {}) as Record<string, Record<string, unknown>>)[key] ?? {};
  return { rule: "required, and missing", fix: `add it, ${example(field)}` };
}

function unknownKey(key: string, parent: unknown, schema: Record<string, unknown>): Words {
  const keys = Object.keys((schema.properties ?? {}) as object);
  const elsewhere = ((schema.elsewhere ?? {}) as Record<string, string>)[key];
  const near = nearest(key, keys);
  const value = (parent as Record<string, unknown>)[key];
  const fix = elsewhere ?? (near ? `did you mean "${near}"?` : `the keys here are ${keys.join(", ")}`);
  return { value, rule: "no such key here", fix };
}

function notAmong(value: unknown, allowed: readonly unknown[], orNumber = false): Words {
  const names = allowed.map(String);
  const near = typeof value === "string" ? nearest(value, names) : undefined;
  const rule = names.length === 1 ? `only ${names[0]} is possible here` : `not one of ${names.join(", ")}`;
  return { value, rule, fix: near ? `did you mean "${near}"?` : `write one of them${orNumber ? ", or a number" : ""}` };
}

function tags(schema: Record<string, unknown>, tag: string): unknown[] {
  const forms = (schema.oneOf ?? []) as { properties?: Record<string, { const?: unknown }> }[];
  return forms.map(({ properties }) => properties?.[tag]?.const);
}

function outside(value: unknown, { minimum, maximum }: Record<string, unknown>): Words {
  const range = maximum === undefined ? `${minimum} or more` : `from ${minimum} to ${maximum}`;
  return { value, rule: `outside its range: ${range}`, fix: `write a number ${range}` };
}
