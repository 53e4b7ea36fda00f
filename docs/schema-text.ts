/** As much of a JSON schema as ours use. */
export interface Schema {
  type?: string;
  /** It may be a secret. */
  confidential?: boolean;
  /** What a text is, for our own checks. */
  means?: string;
  /** What to write instead of keys that stand elsewhere, as people look for them here. */
  elsewhere?: Readonly<Record<string, string>>;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: { if: { properties: { type: { const: string } } }; then: Schema }[];
}

/** The objects with fields of their own that a field can hold, and how a path leads to each. */
export function shapesOf(field: Schema, at = ""): { at: string; schema: Schema }[] {
  const { additionalProperties: member } = field;
  if (field.allOf) return field.allOf.map((form) => typed(field, form, at));
  if (field.properties) return [{ at, schema: field }];
  if (field.oneOf) return field.oneOf.map((schema) => ({ at: `${at} (type ${typeOf(schema)})`, schema }));
  if (typeof member === "object") return shapesOf(member, `${at}.NAME`);
  if (field.items) return shapesOf(field.items, `${at}[]`);
  return (field.anyOf ?? []).flatMap((form) => shapesOf(inherit(field, form), at));
}

/** What tells one of several objects from the others. */
function typeOf({ properties }: Schema): string {
  return String(properties?.type?.const ?? "");
}

/** One of several objects that `type` tells apart; the default one has the words of the field. */
function typed({ description, examples }: Schema, form: NonNullable<Schema["allOf"]>[number], at: string) {
  const type = form.if.properties.type.const;
  const words = form.then.required?.includes("type") ? {} : { description, examples };
  return { at: `${at} (type ${type})`, schema: { ...words, ...form.then } as Schema };
}

/** A form of a union is described where the union is. */
function inherit({ description }: Schema, form: Schema): Schema {
  return form.properties && description !== undefined ? { description, ...form } : form;
}

/** The type of a field, in words. */
export function typeText(field: Schema): string {
  if (field.confidential) return "text or secret";
  if (field.anyOf) return [...new Set(field.anyOf.map(typeText))].join(" or ");
  if (field.enum) return field.enum.map((word) => `\`${word}\``).join(", ");
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.type === "array") return `list of ${typeText(field.items ?? {})}`;
  if (typeof field.additionalProperties === "object") return `map of ${typeText(field.additionalProperties)} by name`;
  return NAMES[field.type ?? ""] ?? "any";
}

const NAMES: Record<string, string> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "map",
};

/** What limits the values, in words; empty where nothing does. */
export function constraint({ minimum, maximum, minItems, maxItems, anyOf }: Schema): string {
  if (minimum !== undefined) return maximum === undefined ? `${minimum} or more.` : `From ${minimum} to ${maximum}.`;
  if (minItems !== undefined) return `At least ${minItems}.`;
  if (maxItems !== undefined) return `At most ${maxItems}.`;
  return (anyOf ?? []).map(constraint).find((text) => text !== "") ?? "";
}
