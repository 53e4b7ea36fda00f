import type { Scopes } from "../../net/schema/scope.ts";
import { soundScopes } from "./faults.ts";
import type { Declared, Wanted } from "./model.ts";
import { KINDS } from "./registry.ts";
import type { WireDocument } from "./wire.ts";

/** The scopes of a wire document, parsed. */
export function scopesOf(wire: Pick<WireDocument, "scopes">): Scopes {
  return Object.fromEntries(Object.entries(wire.scopes).map(([name, text]) => [name, JSON.parse(text)]));
}

/**
 * Of scopes that a state has those that can be a declaration. Where a refresh stood alone it is the host's picture, which has
 * what nobody can declare: an interface of another type, half of a firewall entry.
 */
export function declarable(scopes: Scopes): Scopes {
  const isSound = ([name, scope]: [string, unknown]) => soundScopes({ [name]: scope }).faults.length === 0;
  return Object.fromEntries(Object.entries(scopes).filter(isSound));
}

/** Every item that a document asks for. The host is always a scope: far ends of pairs may be all that lies in it. */
export function wantedBy(scopes: Scopes): Wanted[] {
  return [...new Set(["host", ...Object.keys(scopes)])].flatMap((scope) => {
    const declared: Declared = { scope, json: scopes[scope] ?? {}, scopes };
    return KINDS.flatMap((kind) => kind.want(declared));
  });
}
