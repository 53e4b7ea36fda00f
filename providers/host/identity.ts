import type { Ref } from "./model.ts";

/** The identity of an object on a host: unique over kinds and scopes. */
export function idOf({ kind, scope, key }: Ref): string {
  return `${kind} ${scope} ${key}`;
}
