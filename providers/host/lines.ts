import type { Context, Line, Operation } from "./model.ts";
import { kindOf } from "./registry.ts";

/** The lines that carry an operation out. None for a release that finds all as it was: only the claim goes. */
export function linesOf(operation: Operation, context: Context): Line[] {
  if (operation.verb === "release" && operation.changes.length === 0) return [];
  return kindOf(operation.kind).lines(operation, context);
}
