import type { Value, Values } from "./values.ts";

/**
 * What this provider keeps among the outputs beside those of the official plugin; Pulumi displays none of it. Anything
 * else that begins so is the official plugin's own book-keeping about outputs that it wrote, and goes with them: its
 * `__pulumi_raw_state_delta` beside outputs of ours makes it panic.
 */
const NAMES = [
  /** It was there before, made by nobody's stack, so that it stays when it is no longer declared. */
  "__adopted",
  /** The mark that the object of this name had when it came into the state. */
  "__owner",
  /** The image was there before, and stays. */
  "__present",
  /** Each upload as it was made: its content's digest, its time. */
  "__uploads",
] as const;

export type Remembered = { [Name in (typeof NAMES)[number]]?: Value };

/** The part of recorded outputs that is ours alone. */
export function remembered(outputs: Values): Remembered {
  return Object.fromEntries(NAMES.flatMap((name) => (outputs[name] === undefined ? [] : [[name, outputs[name]]])));
}
