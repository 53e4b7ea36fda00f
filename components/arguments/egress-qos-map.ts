// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * A priority for another.
 *
 * @example { from: 3, to: 5 }
 */
export interface EgressQosMapArgs {
  /**
   * The priority that it has. Each once. From 0 to 4294967295.
   *
   * @example 3
   */
  from: pulumi.Input<number>;
  /**
   * The priority that it gets. From 1 to 7.
   *
   * @example 5
   */
  to: pulumi.Input<number>;
}
