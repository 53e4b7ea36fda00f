// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * Bits a second of what arrives, headers not counted.
 *
 * @example { min: "8mbit", max: "10mbit" }
 * @example { max: "10mbit" }
 */
export interface RateArgs {
  /**
   * At least. Default: no bound.
   *
   * @example "8mbit"
   */
  min?: pulumi.Input<string> | undefined;
  /**
   * At most. Default: no bound.
   *
   * @example "10mbit"
   */
  max?: pulumi.Input<string> | undefined;
}
