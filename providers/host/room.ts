import { operation } from "./cascade.ts";
import type { Context, Observed, Operation, Wanted } from "./model.ts";
import { kindOf } from "./registry.ts";

/**
 * Of what goes, that which the kernel makes a wanted one not beside goes first; what changes to make room for another, as
 * one of two that change places, is made anew.
 */
export function withRoom(operations: Operation[], context: Context): Operation[] {
  return withNames(besideOthers(operations, context));
}

/** An interface goes before another kind of interface takes its name. */
function withNames(operations: Operation[]): Operation[] {
  const nameOf = ({ scope, key }: Operation) => `${scope} ${key}`;
  const made = operations.filter(({ verb, kind }) => verb === "create" && kindOf(kind).isInterface);
  const taken = new Map(made.map((entry) => [nameOf(entry), entry.kind]));
  return operations.map((entry) => {
    const by = entry.verb === "delete" && kindOf(entry.kind).isInterface ? taken.get(nameOf(entry)) : undefined;
    return by === undefined || by === entry.kind ? entry : { ...entry, early: true };
  });
}

function besideOthers(operations: Operation[], context: Context): Operation[] {
  const wished = Map.groupBy(
    operations.filter(({ verb, kind }) => MAKES.has(verb) && kindOf(kind).excludes),
    ({ scope }) => scope,
  );
  if (wished.size === 0) return operations;
  return operations.flatMap((entry) => {
    const { verb, kind, scope, key, have, want, changes } = entry;
    if (!have) return entry;
    const clash = (other: Wanted | undefined, own: Observed) =>
      other?.kind === kind && kindOf(kind).excludes?.(other, own, context) === true;
    const rivals = wished.get(scope)?.filter((other) => clash(other.want, have)) ?? [];
    if (verb === "delete") return rivals.length > 0 ? { ...entry, early: true } : entry;
    if (verb !== "change" || !want || rivals.every((other) => other.key === key)) return entry;
    return [{ ...operation("delete", have, { have, changes }), makesRoom: true }, operation("create", want, { want })];
  });
}

const MAKES: ReadonlySet<Operation["verb"]> = new Set(["create", "change", "adopt"]);
