import type { Fault, Path } from "../fault.ts";

/** The value at a path; undefined where there is none. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

/** True for an item of a list that was taken away before. */
export function isHole(value: unknown, path: Path): boolean {
  return path.some((key, i) => typeof key === "number" && at(value, path.slice(0, i + 1)) === undefined);
}

/** The parts to take away, as a tree of keys; `undefined` is the whole of what is there. */
type Cuts = Map<string | number, Cuts | undefined>;

/**
 * The value without the parts that are wrong, in one copy however many they are; where something is missing, without
 * the object that misses it. Undefined when nothing is left.
 */
export function without(value: unknown, faults: readonly Fault[]): unknown {
  const root: Cuts = new Map();
  for (const { path } of faults) {
    const parent = path.slice(0, -1);
    const missing = at(value, path) === undefined && !holds(at(value, parent), path.at(-1));
    const cut = missing ? parent : path;
    if (cut.length === 0) return undefined;
    mark(root, cut);
  }
  return remove(value, root);
}

function holds(parent: unknown, key: string | number | undefined): boolean {
  return typeof parent === "object" && parent !== null && key !== undefined && Object.hasOwn(parent, key);
}

function mark(root: Cuts, path: Path): void {
  let cuts = root;
  path.forEach((key, i) => {
    if (i === path.length - 1 || (cuts.has(key) && cuts.get(key) === undefined)) cuts.set(key, undefined);
    else if (!cuts.has(key)) cuts.set(key, new Map());
    cuts = cuts.get(key) ?? new Map();
  });
}

function remove(value: unknown, cuts: Cuts): unknown {
  const left = (key: string | number, inner: unknown) => {
    if (!cuts.has(key)) return inner;
    const deeper = cuts.get(key);
    return deeper === undefined ? undefined : remove(inner, deeper);
  };
  if (Array.isArray(value)) return value.map((item, i) => left(i, item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, left(key, member)] as const);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}
