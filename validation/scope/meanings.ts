import type { TSchema } from "typebox";
import { isMap } from "../../net/map.ts";
import { checkMac } from "../../net/name.ts";
import { linkFields } from "../../net/schema/link-fields.ts";
import { type LinkTypeName, linkSchemas } from "../../net/schema/links.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

/** What a text of a schema means (`means`, see net/schema.ts), by the parser that tells whether it is one. */
const PARSERS: Record<string, (text: string) => unknown> = { mac: checkMac };

interface Form {
  means?: string;
  items?: TSchema;
  properties?: Record<string, TSchema>;
}

/** The schema of the fields that only this type of link has: the others have readers of their own. */
export function ownFields(type: string): TSchema {
  const { properties } = linkSchemas[type as LinkTypeName];
  const own = Object.entries<TSchema>(properties).filter(([field]) => !(field in linkFields) && field !== "peer");
  return { type: "object", properties: Object.fromEntries(own) };
}

/** Checks every text of a value of which the schema says what it means. */
export function readMeanings(reading: Reading, schema: TSchema, value: unknown, path: Path): void {
  const { means = "", items, properties }: Form = schema;
  const parse = PARSERS[means];
  if (parse && typeof value === "string") reading.check(path, () => parse(value));
  if (items && Array.isArray(value))
    for (const [i, item] of value.entries()) readMeanings(reading, items, item, [...path, i]);
  if (!properties || !isMap(value)) return;
  for (const [field, inner] of Object.entries(properties)) readMeanings(reading, inner, value[field], [...path, field]);
}
