// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * The round-trip time, the median of all answers. Default: any.
 *
 * @example { min: "75ms", max: "90ms" }
 * @example { max: "90ms" }
 */
export interface RttArgs {
  /**
   * At least. Default: no bound.
   *
   * @example "75ms"
   */
  min?: pulumi.Input<string> | undefined;
  /**
   * At most. Default: no bound.
   *
   * @example "90ms"
   */
  max?: pulumi.Input<string> | undefined;
}
