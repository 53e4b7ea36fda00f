import { isMap } from "../net/map.ts";
import type { Path } from "../validation/fault.ts";
import type { Located, Place, Places } from "./place.ts";

/** A topology that may have come in pieces, and what is wrong with them as files. */
export interface Gathered {
  value: unknown;
  faults: Located[];
}

/** What one file has of it. */
export interface Part extends Gathered {
  start: Place;
}

/**
 * Several files as one topology: sections side by side, lists one after the other. A name that two of them have is a
 * fault, because neither could be the one that is meant.
 */
export function merged(parts: readonly Part[], places: Places): Gathered {
  const [only, ...more] = parts;
  if (only && more.length === 0) return { value: only.value, faults: only.faults };
  const faults: Located[] = [];
  const whole = empty();
  for (const { value, start } of parts) add(whole, value as Record<string, unknown>, [], start, places, faults);
  return { value: whole, faults };
}

function add(
  whole: Record<string, unknown>,
  part: Record<string, unknown>,
  at: Path,
  start: Place,
  places: Places,
  faults: Located[],
): void {
  for (const [key, member] of Object.entries(part)) {
    const place = places.get(part, key) ?? start;
    const known = whole[key];
    const path = [...at, key];
    if (!Object.hasOwn(whole, key)) {
      // Sections grow as further files come: those of the file stay as they are.
      whole[key] = isMap(member) && at.length === 0 ? empty() : member;
      places.put(whole, key, place);
      if (whole[key] !== member)
        add(whole[key] as Record<string, unknown>, member as never, path, place, places, faults);
    } else if (Array.isArray(known) && Array.isArray(member)) whole[key] = joined(known, member, places);
    else if (isMap(known) && isMap(member) && at.length === 0) add(known, member, path, place, places, faults);
    else faults.push({ path, ...twice(places.get(whole, key)), ...place });
  }
}

/** Without a prototype: a key `__proto__` is one like every other, and refused later. */
function empty(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

function joined(known: readonly unknown[], more: readonly unknown[], places: Places): unknown[] {
  const list = [...known, ...more];
  const from = [...known.map((_, i) => places.get(known, i)), ...more.map((_, i) => places.get(more, i))];
  for (const [i, place] of from.entries()) if (place) places.put(list, i, place);
  return list;
}

function twice(first: Place | undefined): { rule: string; fix: string } {
  const where = first ? `${first.file}:${first.line}:${first.column}` : "another file";
  return { rule: `${where} has it already`, fix: "rename one, or remove it" };
}
