// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * Of the requests those without an answer. Default: any share.
 *
 * @example { min: "0.5%", max: "3%" }
 * @example { max: "3%" }
 */
export interface LossArgs {
  /**
   * At least. Default: no bound.
   *
   * @example "0.5%"
   */
  min?: pulumi.Input<string> | undefined;
  /**
   * At most. Default: no bound.
   *
   * @example "3%"
   */
  max?: pulumi.Input<string> | undefined;
}
