// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * Soft and hard limit.
 *
 * @example { soft: 1024, hard: 4096 }
 */
export interface UlimitArgs {
  /**
   * What is enforced; -1 for no limit. From -1 to 9007199254740991.
   *
   * @example 1024
   */
  soft: pulumi.Input<number>;
  /**
   * How far it may be raised; -1 for no limit. From -1 to 9007199254740991.
   *
   * @example 1024
   */
  hard: pulumi.Input<number>;
}
