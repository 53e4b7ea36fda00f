import type { TSchema } from "typebox";
import type { Fault } from "../fault.ts";
import { explain } from "./explain.ts";
import { isHole, without } from "./prune.ts";
import { errorsOf } from "./validator.ts";

export interface Shaped {
  faults: Fault[];
  /** What is left when every misshapen part is taken away: it fits the schema. Undefined when nothing is. */
  sound: unknown;
}

/**
 * Checks a value against a schema: every fault at once, each in words, and what is sound for the rules to look at.
 * Items of a list that are not sound become undefined, so that the others keep their indices.
 */
export function shape(schema: TSchema, value: unknown): Shaped {
  const faults = faultsOf(schema, value);
  let sound = value;
  // Taking a part away may leave its parent without something that it needs: again, until nothing is wrong.
  for (let wrong = faults; wrong.length > 0; wrong = faultsOf(schema, sound)) {
    sound = without(sound, wrong);
    if (sound === undefined) break;
  }
  return { faults, sound };
}

function faultsOf(schema: TSchema, value: unknown): Fault[] {
  return explain(errorsOf(schema, value), value).filter(({ path }) => !isHole(value, path));
}
