import { goesFirst } from "./goes-first.ts";
import { idOf } from "./identity.ts";
import type { Context, Line, Operation } from "./model.ts";
import { kindOf } from "./registry.ts";

/** The lines that carry an operation out. None for a release that finds all as it was: only the claim goes. */
export function linesOf(operation: Operation, context: Context): Line[] {
  if (operation.verb === "release" && operation.changes.length === 0) return [];
  return kindOf(operation.kind).lines(operation, context);
}

/** A line with the operation that it carries out. */
export interface Bound extends Line {
  operation: Operation;
}

/** The lines of a whole plan, without those about what goes in it anyway. */
export function linesOfPlan(operations: readonly Operation[], context: Context): Bound[] {
  const going = new Set(operations.filter((entry) => entry.verb === "delete" && !goesFirst(entry)).map(idOf));
  const bound = operations.flatMap((operation) => linesOf(operation, context).map((line) => ({ ...line, operation })));
  return bound.filter(({ of = [] }) => !of.some((ref) => going.has(idOf(ref))));
}
