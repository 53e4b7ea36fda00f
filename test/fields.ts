import type { TSchema } from "typebox";
import { canonical, type Json } from "../providers/host/json.ts";

type Path = (string | number)[];
interface Field {
  path: Path;
  schema: TSchema;
}

/** What is read here of a schema, whatever it is of. */
interface Form {
  type?: string;
  const?: Json;
  enum?: Json[];
  examples?: Json[];
  items?: TSchema;
  anyOf?: TSchema[];
  oneOf?: TSchema[];
  properties?: Record<string, TSchema>;
  additionalProperties?: TSchema | boolean;
}

/** Every field of a schema that a value has, or could have. */
function fieldsOf(schema: TSchema, value: Json | undefined, path: Path): Field[] {
  const { items, properties = {}, additionalProperties: named } = formOf(schema, value);
  if (Array.isArray(value)) return value.flatMap((item, i) => fieldsOf(items ?? {}, item, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  const members = typeof named === "object" ? Object.keys(value).map((key) => [key, named] as const) : [];
  return [...Object.entries(properties), ...members].flatMap(([key, field]) => [
    { path: [...path, key], schema: field },
    ...fieldsOf(field, value[key], [...path, key]),
  ]);
}

/** Of several forms the one that a value has. */
function formOf(schema: TSchema, value: Json | undefined): Form {
  const { anyOf, oneOf }: Form = schema;
  const type = Array.isArray(value) ? "array" : typeof value;
  const typed = (value as { type?: string } | undefined)?.type;
  const link = oneOf?.find(({ properties }: Form) => (properties?.type as Form | undefined)?.const === typed);
  return link ?? anyOf?.find((form: Form) => form.type === type) ?? schema;
}

/** Values that a field may have. */
function valuesOf(schema: TSchema): Json[] {
  const { anyOf = [], enum: words = [], examples = [], type }: Form = schema;
  return [...examples, ...words, ...(type === "boolean" ? [true, false] : []), ...anyOf.flatMap(valuesOf)];
}

function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((node, key) => (node as Record<string, Json> | undefined)?.[key], value);
}

function withValue(scope: Json, path: Path, value: Json): Json {
  const copy = structuredClone(scope);
  const parent = at(copy, path.slice(0, -1)) as Record<string, Json>;
  parent[path.at(-1) as string] = value;
  return copy;
}

/**
 * Fields that take several values without an effect, with these. One is right: it says what is so already, as the value
 * that is there in another spelling, the default, or an address's family.
 *
 * @param effect what a value means; undefined where it is refused
 */
export function idleFields(schema: TSchema, value: Json, effect: (changed: Json) => string | undefined): string[] {
  const before = effect(value);
  return fieldsOf(schema, value, []).flatMap(({ path, schema }) => {
    const without = valuesOf(schema).filter((other) => effect(withValue(value, path, other)) === before);
    const distinct = [...new Set(without.map(canonical))];
    return distinct.length > 1 ? [`${path.join(".")} = ${distinct.join(" or ")}`] : [];
  });
}
