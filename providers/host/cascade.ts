import { idOf } from "./identity.ts";
import type { Item, Observed, Operation, Ref, Wanted } from "./model.ts";
import { KINDS, kindOf } from "./registry.ts";

/**
 * What goes along with a deletion needs none of its own: addresses go with their link, a veth's far end with its near
 * one, everything with its namespace. What is still wanted of that which makes room must be made again; what stands on
 * something that goes at the end has been changed to stand on something else by then.
 */
export function followed(operations: Operation[], wanted: Wanted[], observed: Observed[]): Operation[] {
  const first = falling(
    operations.filter(({ makesRoom }) => makesRoom),
    observed,
  );
  const all = falling(operations, observed);
  const kept = operations.filter((entry) => !leaves(entry) || !all.along.has(idOf(entry)) || outlives(entry, all.gone));
  const made = new Set(kept.filter(({ verb }) => verb === "create").map(idOf));
  const again = wanted.filter((want) => first.gone.has(idOf(want)) && !made.has(idOf(want)));
  const remade = new Set(again.map(idOf));
  return [
    ...kept.filter((entry) => !remade.has(idOf(entry)) || entry.verb === "delete"),
    ...again.map((want) => operation("create", want, { want })),
  ];
}

export function operation(verb: Operation["verb"], ref: Ref, sides: Partial<Operation>): Operation {
  return { verb, kind: ref.kind, scope: ref.scope, key: ref.key, changes: [], ...sides };
}

export function leaves({ verb }: Operation): boolean {
  return verb === "delete" || verb === "release";
}

/** A route that we led over a link of ours goes back to the link that it was on, before ours goes. */
function outlives({ verb, kind, want }: Operation, gone: ReadonlySet<string>): boolean {
  const before = verb === "release" && want ? kindOf(kind).standsOn?.(want) : undefined;
  return before !== undefined && !before.some((ref) => gone.has(idOf(ref)));
}

/** Ids that are gone after the deletions, and those among them that fall without an operation of their own. */
function falling(operations: Operation[], observed: Observed[]): { gone: Set<string>; along: Set<string> } {
  const deletions = operations.filter(({ verb }) => verb === "delete");
  const deleted = new Set(deletions.map(idOf));
  const early = new Set(deletions.filter(({ makesRoom }) => makesRoom).map(idOf));
  const gone = new Set<string>();
  const along = new Set<string>();
  if (deleted.size === 0) return { gone, along };
  const fall = (item: Observed) => item.needs.some((need) => gone.has(idOf(need)));
  for (const item of observed.toSorted((a, b) => byStanding(a, b, early))) {
    const id = idOf(item);
    if (fall(item)) along.add(id);
    if (fall(item) || deleted.has(id)) gone.add(id);
  }
  return { gone, along };
}

/**
 * Namespaces, then links, then what stands on them. Of a pair one end's deletion is enough: that of the end that must
 * make room, else the host's, because an end in a namespace that goes falls with it, later and by itself.
 */
function byStanding(a: Item, b: Item, early: ReadonlySet<string>): number {
  const late = (item: Item) => Number(!early.has(idOf(item)));
  const away = (item: Item) => Number(item.scope !== "host");
  return rank(a.kind) - rank(b.kind) || late(a) - late(b) || away(a) - away(b);
}

/** Place in the registry: what comes later stands on what comes before. */
export function rank(kind: string): number {
  return KINDS.findIndex(({ name }) => name === kind);
}
