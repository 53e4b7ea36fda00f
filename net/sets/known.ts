import { readSets, type SavedSet } from "../ipset-save.ts";
import type { KnownSet, KnownSets } from "./lookup.ts";
import { contentsOf, familyOfSaved } from "./saved.ts";

export type { KnownSets } from "./lookup.ts";

/** Sets as rules look packets up in them. */
export function known(sets: readonly SavedSet[]): KnownSets {
  return new Map(sets.map((set) => [set.name, knownSet(set)]));
}

/** The same of what `ipset save` prints. */
export function knownSetsIn(text: string): KnownSets {
  return known(readSets(text));
}

/** What goes by itself is in it as long as it is there. */
function knownSet(set: SavedSet): KnownSet {
  const { entries, passing } = contentsOf(set);
  return { type: set.type, family: familyOfSaved(set), entries: [...entries, ...passing] };
}
