import type { Fault, Path } from "../fault.ts";

/** The value at a path; undefined where there is none. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

/** True for an item of a list that was taken away before. */
export function isHole(value: unknown, path: Path): boolean {
  return path.some((key, i) => typeof key === "number" && at(value, path.slice(0, i + 1)) === undefined);
}

/** The value without the part that is wrong; where something is missing, without the object that misses it. */
export function without(value: unknown, { path }: Fault): unknown {
  const parent = path.slice(0, -1);
  return remove(value, at(value, path) === undefined && !holds(at(value, parent), path.at(-1)) ? parent : path);
}

function holds(parent: unknown, key: string | number | undefined): boolean {
  return typeof parent === "object" && parent !== null && key !== undefined && Object.hasOwn(parent, key);
}

function remove(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? remove(item, rest) : item));
  if (typeof value !== "object" || value === null) return value;
  const { [key]: inner, ...others } = value as Record<string, unknown>;
  const left = remove(inner, rest);
  return left === undefined ? others : { ...value, [key]: left };
}
