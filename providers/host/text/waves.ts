import { idOf } from "../identity.ts";
import type { Footing } from "../levels.ts";
import type { Bound } from "../lines.ts";
import type { Item } from "../model.ts";

/**
 * The lines of one stage in as few waves as they need: inside one, scopes go side by side, and no line waits for one of
 * another scope. What lies on the end of a veth has to, where the line of the other end's scope makes both.
 */
export function wavesOf(lines: readonly Bound[], footing: Footing): Bound[][] {
  const wave = waveIn(lines, footing);
  const waves = Map.groupBy(lines, ({ operation }) => (operation.want ? wave(operation.want) : 0));
  return [...waves].toSorted(([a], [b]) => a - b).map(([, each]) => each);
}

/** How often the scope changes at most on a way down from what is made to the ground. A route waits with its link. */
function waveIn(lines: readonly Bound[], { under, twins }: Footing): (item: Item) => number {
  const scopes = new Map(lines.map(({ scope, operation }) => [idOf(operation), scope]));
  const scopeOf = (item: Item) => scopes.get(idOf(item)) ?? item.scope;
  const known = new Map<string, number>();

  function wave(item: Item): number {
    const id = idOf(item);
    const found = known.get(id);
    if (found !== undefined) return found;
    known.set(id, 0);
    const waits = under(item)
      .flatMap(makers)
      .map((maker) => wave(maker) + Number(scopeOf(maker) !== scopeOf(item)));
    const result = Math.max(0, ...waits);
    known.set(id, result);
    return result;
  }

  function makers(item: Item): Item[] {
    const others = scopes.has(idOf(item)) ? [] : twins(item).filter((twin) => scopes.has(idOf(twin)));
    return others.length > 0 ? others : [item];
  }

  return wave;
}
