// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * A VLAN, as `bridge vlan add`.
 *
 * @example { id: 10, pvid: true, untagged: true }
 */
export interface VlanArgs {
  /**
   * The VLAN, or several: FIRST-LAST. Each once. From 1 to 4094.
   *
   * @example 10
   * @example "100-199"
   */
  id: pulumi.Input<number | string>;
  /**
   * Frames that come in without a tag are of this VLAN; of one at most.
   *
   * @default false
   * @example true
   */
  pvid?: pulumi.Input<boolean> | undefined;
  /**
   * Its frames leave without their tag.
   *
   * @default false
   * @example true
   */
  untagged?: pulumi.Input<boolean> | undefined;
}
