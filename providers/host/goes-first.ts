import type { Operation } from "./model.ts";

/** A delete that goes before all that is made. */
export function goesFirst({ makesRoom, early }: Pick<Operation, "makesRoom" | "early">): boolean {
  return makesRoom === true || early === true;
}
