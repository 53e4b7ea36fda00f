import { type Scope, scopeSchema } from "../../net/schema/scope.ts";
import { marked } from "../../net/secret.ts";
import { confidentialPlaces, type Pattern } from "../../validation/schema/confidential.ts";

/** Whether a scope's declaration holds what may be a secret, a key for one: its text is one as a whole then. */
export function holdsSecrets(scope: Scope): boolean {
  return confidentialPlaces(scopeSchema).some((place) => reaches(scope, place));
}

/** Whether something stands at a place of a schema, whatever the names and indices on the way. */
function reaches(value: unknown, [step, ...rest]: Pattern): boolean {
  if (step === undefined) return value !== undefined;
  if (typeof value !== "object" || value === null) return false;
  if (typeof step === "string") return reaches((value as Record<string, unknown>)[step], rest);
  return Object.values(value).some((member) => reaches(member, rest));
}

/**
 * Texts of scopes as they go to Pulumi. What has the name of an input it marks by itself, as that one is; what else tells of
 * them has to be marked here.
 */
export function sealed(scopes: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(scopes).map(([name, text]) => [
    name,
    holdsSecrets(JSON.parse(text) as Scope) ? marked(text) : text,
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}
