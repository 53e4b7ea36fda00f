import type { TSchema } from "typebox";
import { isMap } from "../net/map.ts";
import { Secret } from "../net/secret.ts";
import type { Fault, Path } from "../validation/fault.ts";
import { ANY, confidentialPlaces, type Pattern } from "../validation/schema/confidential.ts";

/** Another key of the stack's configuration: its text, known or not; undefined where it has none. */
export type Lookup = (name: string) => Secret | string | undefined;

/**
 * Puts the texts of other keys of the configuration where a value says `{ config: NAME }` and may be a secret. That is
 * how a topology in a file of its own, where nothing is encrypted, gets at secrets.
 */
export function resolveReferences(value: unknown, schema: TSchema, lookup: Lookup): Fault[] {
  const faults: Fault[] = [];
  for (const place of confidentialPlaces(schema)) {
    each(value, place, [], new Set(), (parent, key, path) => {
      const name = referenceIn(parent[key]);
      if (name === undefined) return;
      const text = lookup(name);
      // The fault is all that is to be said of it.
      parent[key] = text ?? new Secret();
      if (text === undefined) faults.push({ path, value: name, ...MISSING });
    });
  }
  return faults;
}

const MISSING = {
  rule: "the stack's configuration has no text under this key",
  fix: "set it (pulumi config set --secret NAME), or mend the name",
};

/** `{ config: NAME }` and nothing beside. */
function referenceIn(value: unknown): string | undefined {
  return isMap(value) && Object.keys(value).length === 1 && typeof value.config === "string" ? value.config : undefined;
}

type Parent = Record<string | number, unknown>;

/** What aliases put into several places is met once. */
function each(
  value: unknown,
  [step, ...rest]: Pattern,
  path: Path,
  met: Set<unknown>,
  use: (parent: Parent, key: string | number, path: Path) => void,
): void {
  if (typeof value !== "object" || value === null || step === undefined || met.has(value)) return;
  met.add(value);
  const all = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const key of step === ANY ? all : all.filter((one) => one === step)) {
    if (rest.length === 0) use(value as Parent, key, [...path, key]);
    else each((value as Parent)[key], rest, [...path, key], met, use);
  }
}
