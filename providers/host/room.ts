import type { Observed, Operation, Wanted } from "./model.ts";
import { kindOf } from "./registry.ts";

/** Of what goes, that which the kernel makes a wanted one not beside goes first. */
export function withRoom(operations: Operation[]): Operation[] {
  const made = Map.groupBy(
    operations.filter(({ verb, kind }) => verb === "create" && kindOf(kind).excludes),
    ({ scope }) => scope,
  );
  if (made.size === 0) return operations;
  return operations.map((entry) => {
    const { verb, kind, scope, have } = entry;
    if (verb !== "delete" || !have) return entry;
    const clash = (want: Wanted | undefined, other: Observed) =>
      want?.kind === kind && kindOf(kind).excludes?.(want, other) === true;
    return made.get(scope)?.some(({ want }) => clash(want, have)) ? { ...entry, early: true } : entry;
  });
}
