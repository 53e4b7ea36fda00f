import { idOf } from "./identity.ts";
import type { Item, Ref } from "./model.ts";
import { kindOf } from "./registry.ts";

/**
 * What an item stands on of its own kind, or is made after, and which others are made and go with it: the other end of its
 * pair.
 */
export interface Footing {
  below(item: Item): Item[];
  /** That, or the links that an item of another kind stands on. */
  under(item: Item): Item[];
  twins(item: Item): Item[];
}

export function footingOf(items: readonly Item[]): Footing {
  const byId = new Map(items.map((item) => [idOf(item), item]));

  function onItems(item: Item, ofKind = item.kind): Item[] {
    const { on, after } = kindOf(item.kind);
    const refs = [...on(item), ...(after?.(item) ?? [])].filter(({ kind }) => kind === ofKind);
    return refs.map((ref) => byId.get(idOf(ref))).filter((other) => other !== undefined);
  }

  const standsOn = (other: Item, id: string) => onItems(other).some((back) => idOf(back) === id);
  const below = (item: Item) => onItems(item).filter((other) => !standsOn(other, idOf(item)));
  return {
    below,
    under: (item) => (item.kind === "link" ? below(item) : onItems(item, "link")),
    twins: (item) => onItems(item).filter((other) => standsOn(other, idOf(item))),
  };
}

/**
 * How many others of its own kind each item stands on, one above the other: a link on its parent is one level above it.
 * Two that stand on each other, the ends of a pair, are on one level.
 */
export function levelsOf(items: readonly Item[]): (ref: Ref) => number {
  const byId = new Map(items.map((item) => [idOf(item), item]));
  const known = new Map<string, number>();
  const { below } = footingOf(items);

  function level(item: Item, way: readonly string[]): number {
    const id = idOf(item);
    const found = known.get(id);
    if (found !== undefined) return found;
    const lower = below(item).filter((other) => !way.includes(idOf(other)));
    const result = Math.max(0, ...lower.map((other) => level(other, [...way, id]) + 1));
    known.set(id, result);
    return result;
  }

  return (ref) => {
    const item = byId.get(idOf(ref));
    return item ? level(item, []) : 0;
  };
}
