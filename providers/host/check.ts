import { Ajv } from "ajv";
import { scopeSchema, scopesOf } from "./document.ts";
import type { Json } from "./json.ts";
import { scopeText, type WireDocument } from "./wire.ts";

/** A fault as Pulumi shows it: "property P has a problem: R". */
export interface Failure {
  property: string;
  reason: string;
}

const ajv = new Ajv({ allErrors: true, discriminator: true, strict: false });
const validScope = ajv.compile(scopeSchema);

/** Checks a whole document: every fault of it, none of it applied. The scopes come back in canonical text. */
export function checkDocument(wire: WireDocument): { scopes: Record<string, string>; failures: Failure[] } {
  const scopes = scopesOf(wire);
  const failures = Object.entries(scopes).flatMap(([name, scope]) => shapeFaults(name, scope));
  const texts = Object.entries(scopes).map(([name, scope]) => [name, scopeText(scope)] as const);
  return { scopes: Object.fromEntries(texts), failures };
}

function shapeFaults(name: string, scope: Record<string, Json>): Failure[] {
  if (validScope(scope)) return [];
  return (validScope.errors ?? []).map((error) => ({
    property: `scopes.${name}${error.instancePath.replaceAll("/", ".")}`,
    reason: error.message ?? error.keyword,
  }));
}
