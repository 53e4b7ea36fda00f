import { idOf } from "./identity.ts";
import type { Item, Ref } from "./model.ts";
import { kindOf } from "./registry.ts";

/**
 * What an item stands on of its own kind, or is made after, and which others are made and go with it: the other end of its
 * pair.
 */
export interface Footing {
  below(item: Item): Item[];
  /** That, or the links that an item of another kind stands on; and what is done with interfaces of others there. */
  under(item: Item): Item[];
  twins(item: Item): Item[];
}

export function footingOf(items: readonly Item[]): Footing {
  const byId = new Map(items.map((item) => [idOf(item), item]));
  const aboutOthers = Map.groupBy(items, aboutLink);

  function refsOf(item: Item, ofKind: string): Ref[] {
    const { on, after } = kindOf(item.kind);
    return [...on(item), ...(after?.(item) ?? [])].filter(({ kind }) => kind === ofKind);
  }

  function onItems(item: Item, ofKind = item.kind): Item[] {
    return refsOf(item, ofKind).flatMap((ref) => byId.get(idOf(ref)) ?? []);
  }

  /** Its own kind's are about the same interface. */
  function withOthers(item: Item): Item[] {
    const about = refsOf(item, "link").flatMap((ref) => aboutOthers.get(idOf(ref)) ?? []);
    return about.filter(({ kind }) => kind !== item.kind);
  }

  const standsOn = (other: Item, id: string) => onItems(other).some((back) => idOf(back) === id);
  const below = (item: Item) => onItems(item).filter((other) => !standsOn(other, idOf(item)));
  return {
    below,
    under: (item) => [...(item.kind === "link" ? below(item) : onItems(item, "link")), ...withOthers(item)],
    twins: (item) => onItems(item).filter((other) => standsOn(other, idOf(item))),
  };
}

/** The link that an item of another kind is about, as what lies on it names it. */
function aboutLink({ kind, scope, key }: Item): string | undefined {
  const { interfaceOf } = kindOf(kind);
  return interfaceOf && idOf({ kind: "link", scope, key: interfaceOf(key) });
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
