import type { TSchema } from "typebox";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { confidentialPlaces } from "./confidential.ts";
import { type IsLater, type Safe, safe } from "./plain-data.ts";
import { at } from "./prune.ts";
import { shape } from "./validate.ts";

/** A value of unknown origin, taken apart. */
export interface Sound {
  /** All that is plain data, misshapen or not. */
  data: unknown;
  /** What of it fits the schema, with the secrets in their places; undefined when nothing does. */
  sound: unknown;
  faults: Fault[];
  /** Where values stand that are known later. */
  later: Path[];
  /** Where what may be a secret stands and may stand. */
  hidden: Path[];
  /** All places of which nothing can be concluded: faults, and what is known later. */
  gaps: { path: Path }[];
}

/** Tells what of a value is safe and fits a schema, and every fault of the rest. Never throws. */
export function soundOf(schema: TSchema, value: unknown, isLater?: IsLater): Sound {
  const { value: data, faults: unsafe, hidden, later } = safe(value, { isLater, places: confidentialPlaces(schema) });
  const { faults: misshapen, sound } = shape(schema, data ?? (unsafe.length > 0 ? {} : data));
  putBack(sound, hidden);
  // What was refused is missing from then on, and need not be missed.
  const absent = new Set([...unsafe.map(({ path }) => path), ...later].map(formatPath));
  const faults = [
    ...unsafe,
    ...misshapen.filter(({ path }) => !absent.has(formatPath(path)) && !isUntyped(path, absent)),
  ];
  return {
    data,
    sound,
    faults,
    later,
    hidden: hidden.map(({ path }) => path),
    gaps: [...faults, ...later.map((path) => ({ path }))],
  };
}

/** Of what is of no known type its other fields say nothing. */
function isUntyped(path: Path, absent: ReadonlySet<string>): boolean {
  return path.some((_, depth) => absent.has(formatPath([...path.slice(0, depth), "type"])));
}

/** Puts what was hidden from the checks where it was, unless that place was taken away. */
function putBack(sound: unknown, hidden: Safe["hidden"]): void {
  for (const { path, value } of hidden) {
    const parent = at(sound, path.slice(0, -1));
    const key = path.at(-1);
    if (typeof parent !== "object" || parent === null || key === undefined || !Object.hasOwn(parent, key)) continue;
    (parent as Record<string | number, unknown>)[key] = value;
  }
}
