import { type TSchema, Type } from "typebox";
import type { Json } from "./json.ts";
import type { Declared, Wanted } from "./model.ts";
import { KINDS } from "./registry.ts";
import type { WireDocument } from "./wire.ts";

/** The schema of a scope, assembled from the kinds. */
export const scopeSchema: TSchema = Type.Object(
  Object.fromEntries(
    KINDS.flatMap((kind) => Object.entries(kind.schema)).map(([name, schema]) => [name, Type.Optional(schema)]),
  ),
  { additionalProperties: false },
);

/** The scopes of a wire document, parsed. */
export function scopesOf(wire: Pick<WireDocument, "scopes">): Record<string, Record<string, Json>> {
  return Object.fromEntries(Object.entries(wire.scopes).map(([name, text]) => [name, JSON.parse(text)]));
}

/** Every item that a document asks for. The host is always a scope: far ends of pairs may be all that lies in it. */
export function wantedBy(scopes: Record<string, Record<string, Json>>): Wanted[] {
  return [...new Set(["host", ...Object.keys(scopes)])].flatMap((scope) => {
    const declared: Declared = { scope, json: scopes[scope] ?? {}, scopes };
    return KINDS.flatMap((kind) => kind.want(declared));
  });
}
