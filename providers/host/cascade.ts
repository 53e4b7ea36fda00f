import { goesFirst } from "./goes-first.ts";
import { idOf } from "./identity.ts";
import { levelsOf } from "./levels.ts";
import type { Change, Observed, Operation, Ref, Wanted } from "./model.ts";
import { kindOf, rank } from "./registry.ts";

/**
 * What goes along with a deletion needs none of its own: addresses go with their link, a veth's far end with its near
 * one, everything with its namespace. What is still wanted of that which makes room must be made again; what stands on
 * something that goes at the end has been changed to stand on something else by then.
 */
export function followed(operations: Operation[], wanted: Wanted[], observed: Observed[]): Operation[] {
  const first = falling(operations.filter(goesFirst), observed);
  const stuck = stuckOn(first.gone, wanted, observed);
  if (stuck.length > 0) {
    const renewed = new Set(stuck.map(idOf));
    return followed([...operations.filter((entry) => !renewed.has(idOf(entry))), ...stuck], wanted, observed);
  }
  const all = falling(operations, observed);
  // What makes room goes before all that goes at the end, which cannot take it along.
  const alongOf = (entry: Operation) => (goesFirst(entry) ? first.along : all.along);
  const kept = operations.filter(
    (entry) => !leaves(entry) || !alongOf(entry).has(idOf(entry)) || outlives(entry, all.gone),
  );
  const made = new Set(kept.filter(({ verb }) => verb === "create").map(idOf));
  const again = wanted.filter((want) => first.gone.has(idOf(want)) && !made.has(idOf(want)));
  const remade = new Set(again.map(idOf));
  const rest = kept.filter((entry) => !remade.has(idOf(entry)) || entry.verb === "delete");
  return [
    ...leaned(rest, wanted, observed, first.gone),
    ...again.map((want) => {
      const root = first.gone.get(idOf(want));
      return operation("create", want, { want, ...(root && { fallsWith: root }) });
    }),
  ];
}

/** What stays as it leans on something that is made anew, and cannot be given that back: it is made anew too. */
function stuckOn(gone: ReadonlyMap<string, Ref>, wanted: Wanted[], observed: Observed[]): Operation[] {
  if (gone.size === 0) return [];
  const wants = new Map(wanted.map((want) => [idOf(want), want]));
  return observed.flatMap((have) => {
    const want = gone.has(idOf(have)) ? undefined : wants.get(idOf(have));
    const { leans, isFixed } = kindOf(have.kind);
    const isStuck = leans?.(have).some(
      ({ on, property }) =>
        gone.has(idOf(on)) &&
        want?.props[property] &&
        isFixed?.({ property, want: want.props[property], have: null }, want.props),
    );
    if (!want || !isStuck) return [];
    return [operation("delete", have, { have, makesRoom: true }), operation("create", want, { want })];
  });
}

/** Operations, and what an item that stays must be given back because it leaned on something that is made anew. */
function leaned(
  operations: Operation[],
  wanted: Wanted[],
  observed: Observed[],
  gone: ReadonlyMap<string, Ref>,
): Operation[] {
  if (gone.size === 0) return operations;
  const wants = new Map(wanted.map((want) => [idOf(want), want]));
  const lost = observed.flatMap((have) => {
    const want = gone.has(idOf(have)) ? undefined : wants.get(idOf(have));
    const leans = kindOf(have.kind).leans?.(have) ?? [];
    const empty = leans.filter(({ on, property }) => gone.has(idOf(on)) && want?.props[property]);
    const changes = empty.map(
      ({ property }): Change => ({ property, want: want?.props[property], have: null, falls: true }),
    );
    const fallsWith = gone.get(idOf(empty[0]?.on ?? have));
    if (!want || !fallsWith) return [];
    return [operation("change", want, { want, have, changes, fallsWith })];
  });
  const byId = new Map(lost.map((entry) => [idOf(entry), entry]));
  const joined = operations.map((entry) => {
    const more = entry.verb === "change" || entry.verb === "adopt" ? byId.get(idOf(entry)) : undefined;
    if (!more) return entry;
    byId.delete(idOf(entry));
    const known = new Set(entry.changes.map(({ property }) => property));
    return { ...entry, changes: [...entry.changes, ...more.changes.filter(({ property }) => !known.has(property))] };
  });
  return [...joined, ...byId.values()];
}

export function operation(verb: Operation["verb"], ref: Ref, sides: Partial<Operation>): Operation {
  return { verb, kind: ref.kind, scope: ref.scope, key: ref.key, changes: [], ...sides };
}

export function leaves({ verb }: Operation): boolean {
  return verb === "delete" || verb === "release";
}

/** A route that we led over a link of ours goes back to the link that it was on, before ours goes. */
function outlives({ verb, kind, want }: Operation, gone: ReadonlyMap<string, Ref>): boolean {
  return (
    verb === "release" &&
    want !== undefined &&
    !kindOf(kind)
      .on(want)
      .some((ref) => gone.has(idOf(ref)))
  );
}

interface Fallen {
  /** What is gone after the deletions by id, each with the deleted object that took it along: itself, or another. */
  gone: Map<string, Ref>;
  /** Ids of those that fall without an operation of their own. */
  along: Set<string>;
}

function falling(operations: Operation[], observed: Observed[]): Fallen {
  const deletions = operations.filter(({ verb }) => verb === "delete");
  const deleted = new Set(deletions.map(idOf));
  const early = new Set(deletions.filter(goesFirst).map(idOf));
  const gone = new Map<string, Ref>();
  const along = new Set<string>();
  if (deleted.size === 0) return { gone, along };
  for (const item of inFallingOrder(observed, early)) {
    const id = idOf(item);
    const under = kindOf(item.kind)
      .on(item)
      .find((ref) => gone.has(idOf(ref)));
    if (under) along.add(id);
    const root = under ? gone.get(idOf(under)) : deleted.has(id) ? item : undefined;
    if (root) gone.set(id, { kind: root.kind, scope: root.scope, key: root.key });
  }
  return { gone, along };
}

/**
 * What others stand on first. Of a pair one end's deletion is enough: that of the end that must make room, else the
 * host's, because an end in a namespace that goes falls with it, later and by itself.
 */
function inFallingOrder(observed: Observed[], early: ReadonlySet<string>): Observed[] {
  const level = levelsOf(observed);
  const placed = observed.map((item) => ({
    item,
    place: [rank(item.kind), level(item), Number(!early.has(idOf(item))), Number(item.scope !== "host")],
  }));
  const difference = (a: number[], b: number[]) =>
    a.map((each, i) => each - (b[i] ?? 0)).find((each) => each !== 0) ?? 0;
  return placed.sort((a, b) => difference(a.place, b.place)).map(({ item }) => item);
}
