import type { AddressSet } from "../../../../net/schema/set.ts";
import { entriesOf, entryText } from "../../../../net/sets/entry.ts";
import { shapeOf } from "../../../../net/sets/shape.ts";
import { MAXELEM } from "../../../../net/sets/types.ts";
import type { Json } from "../../json.ts";
import type { Declared, Item, Operation } from "../../model.ts";
import { listOf } from "./props.ts";

type Scope = Record<string, Json>;

/** As a declaration would write one that the host has. */
export function shownSet({ props }: Item): Json {
  const { type = "", family = null, range = null, maxelem = null, timeout = null, other = null } = props;
  return {
    type,
    ...(family !== null && { family }),
    ...(range !== null && { range }),
    ...(maxelem !== null && maxelem !== MAXELEM && { maxelem }),
    ...(timeout !== null && { timeout }),
    ...(props.counters === true && { counters: true }),
    entries: props.entries ?? [],
    ...(other !== null && { other }),
  };
}

/** The declaration as the host has it: what is there as declared keeps its words. */
export function liveSet({ json }: Declared, operation: Operation): Scope {
  const { key, have, want, makesRoom, fallsWith } = operation;
  const firewall = (json.firewall ?? {}) as Scope;
  const { [key]: declared, ...others } = (firewall.sets ?? {}) as Record<string, Json>;
  if (fallsWith || makesRoom) return json as Scope;
  if (have === undefined) return { ...(json as Scope), firewall: { ...firewall, sets: others } };
  const now = declared && want ? asHave(declared as AddressSet, operation) : shownSet(have);
  return { ...(json as Scope), firewall: { ...firewall, sets: { ...others, [key]: now } } };
}

/** What follows from the entries, and is not declared. */
const IMPLIED = new Set(["comments", "room"]);

function asHave(declared: AddressSet, { have, changes }: Operation): Json {
  const result = { ...declared } as Record<string, Json>;
  for (const { property, have: value = null } of changes.filter(({ want }) => isPlain(want))) {
    if (IMPLIED.has(property)) continue;
    if (value === null) delete result[property];
    else result[property] = property === "entries" ? entriesNow(declared, listOf(have?.props.entries)) : value;
  }
  return result;
}

/** An object is what the kind keeps for itself. */
function isPlain(value: Json | undefined): boolean {
  return value === null || typeof value !== "object" || Array.isArray(value);
}

/** Entries of the declaration all of which are there, then what nobody has declared. */
function entriesNow(declared: AddressSet, entries: readonly string[]): string[] {
  const left = new Set(entries);
  const shape = shapeOf(declared);
  const kept = (declared.entries ?? []).filter((text) => {
    const all = entriesOf(text, shape, Number.MAX_SAFE_INTEGER).map(entryText);
    const isThere = all.every((entry) => left.has(entry));
    if (isThere) for (const entry of all) left.delete(entry);
    return isThere;
  });
  return [...kept, ...left];
}
