import { type TSchema, Type } from "typebox";
import type { Json } from "./json.ts";
import { canonical } from "./json.ts";
import type { Declared, Wanted } from "./model.ts";
import { KINDS } from "./registry.ts";

/** The state that one HostNetwork owns on a host: what people write. One function each way converts to the wire. */
export interface HostDocument extends Scope {
  /** Which host: `local`. Default `local`. */
  host?: string;
  /** Network namespaces by name, each with what is in it. */
  namespaces?: Record<string, Scope>;
  /** What must hold when all is applied. */
  expect?: Json[];
  /** Take over objects that exist and are not ours, instead of refusing. Default false. */
  adopt?: boolean;
}

/** What is in one network namespace: the host's own or a named one. Its fields are those of the kinds. */
export interface Scope {
  links?: Record<string, unknown>;
  routes?: unknown[];
  neighbours?: unknown[];
  sysctls?: Record<string, string>;
  firewall?: Record<string, unknown>;
}

/** A document on the wire and in the state: scopes and expectations as canonical JSON text. */
export interface WireDocument {
  host: string;
  owner: string;
  adopt: boolean;
  scopes: Record<string, string>;
  expect: Record<string, string>;
}

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

/** A scope as canonical text: keys sorted, nothing undefined, so that equal declarations are equal text. */
export function scopeText(scope: Scope): string {
  return canonical(scope);
}
