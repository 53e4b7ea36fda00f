import { isMap } from "../../net/map.ts";
import { BESIDE_LINKS, type BesideLinks, type Scope, type Scopes } from "../../net/schema/scope.ts";
import { Secret } from "../../net/secret.ts";

/** A part of a document: what one declaration puts into each scope. */
export type Fragment = Scopes;

/** Fragments as one: links and settings side by side, lists one after the other. */
export function merged(fragments: readonly Fragment[]): Fragment {
  const result: Fragment = {};
  for (const fragment of fragments) {
    for (const [name, scope] of Object.entries(fragment)) result[name] = join(result[name] ?? {}, scope) as Scope;
  }
  return result;
}

function join(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (!isMap(a) || !isMap(b)) return b;
  const both = { ...a };
  for (const [key, value] of Object.entries(b)) both[key] = key in both ? join(both[key], value) : value;
  return both;
}

/** What a part of a topology says of its scope besides its links. */
export function besideLinksOf(declared: Partial<BesideLinks>): BesideLinks {
  return Object.fromEntries(BESIDE_LINKS.map((field) => [field, declared[field]])) as BesideLinks;
}

/** Without what says nothing: empty lists and objects. */
export function tidy<T extends object>(value: T): Partial<T> {
  const telling = ([, member]: [string, unknown]) => {
    if (member === undefined) return false;
    if (member instanceof Secret || typeof member !== "object" || member === null) return true;
    return Object.keys(member).length > 0;
  };
  return Object.fromEntries(Object.entries(value).filter(telling)) as Partial<T>;
}
