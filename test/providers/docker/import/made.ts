import type { Values } from "../../../../providers/docker/values.ts";

/** What somebody made through the engine's API, and the inputs that say the same. */
export interface Made {
  body: Values;
  inputs: Values;
}
