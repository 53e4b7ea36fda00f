import type { Path } from "../validation/fault.ts";

/** A value with the place where a person wrote it. */
export interface Located<T> {
  path: Path;
  value: T;
}

/** A field that takes one value or a list of them, as a list; without items that were misshapen and taken away. */
export function listed<T>(value: T | readonly T[] | undefined, path: Path): Located<T>[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ path, value: value as T }];
  return value.map((item: T, i) => ({ path: [...path, i], value: item })).filter((item) => item.value !== undefined);
}

/** The entries of a record, each with its place. */
export function entriesIn<T>(
  record: Record<string, T> | undefined,
  path: Path,
): { name: string; path: Path; value: T }[] {
  return Object.entries(record ?? {}).map(([name, value]) => ({ name, path: [...path, name], value }));
}
