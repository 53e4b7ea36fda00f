import type { Scopes } from "../../net/schema/scope.ts";
import type { Declared, Wanted } from "./model.ts";
import { KINDS } from "./registry.ts";
import type { WireDocument } from "./wire.ts";

/** The scopes of a wire document, parsed. */
export function scopesOf(wire: Pick<WireDocument, "scopes">): Scopes {
  return Object.fromEntries(Object.entries(wire.scopes).map(([name, text]) => [name, JSON.parse(text)]));
}

/** Every item that a document asks for. The host is always a scope: far ends of pairs may be all that lies in it. */
export function wantedBy(scopes: Scopes): Wanted[] {
  return [...new Set(["host", ...Object.keys(scopes)])].flatMap((scope) => {
    const declared: Declared = { scope, json: scopes[scope] ?? {}, scopes };
    return KINDS.flatMap((kind) => kind.want(declared));
  });
}
