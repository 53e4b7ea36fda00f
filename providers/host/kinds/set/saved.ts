import type { SavedSet } from "../../../../net/ipset-save.ts";
import { type KnownSets, known } from "../../../../net/sets/known.ts";
import { type Dump, objectsOf, type Sets } from "../../dump.ts";

/** Every set with its entries: they are printed together. */
export const SETS: Sets = { ipset: "save", as: "sets" };

/** The sets of a scope, where somebody asked. */
export function savedSets(dump: Dump | undefined): SavedSet[] {
  return objectsOf(dump, SETS) as unknown as SavedSet[];
}

/** As rules look packets up in them, before a change. */
export function knownSets(dump: Dump | undefined): KnownSets {
  return known(savedSets(dump));
}
