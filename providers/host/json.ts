/** A JSON value, as documents, dumps and states hold them. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** JSON text with sorted keys and no undefined members: equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value));
}

export function sorted(value: unknown): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return (value ?? null) as Json;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

export function equal(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
