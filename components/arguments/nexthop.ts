// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * One of several next hops.
 *
 * @example { via: "11.11.11.1", weight: 3 }
 */
export interface NexthopArgs {
  /**
   * Next hop; must be on link. Default: none, the destination is on link at `dev`; IPv4 only.
   *
   * @example "11.11.11.1"
   * @example "fd00::1"
   */
  via?: pulumi.Input<string> | undefined;
  /**
   * Interface. Default: the one whose subnet holds `via`.
   *
   * @example "reth0"
   */
  dev?: pulumi.Input<string> | undefined;
  /**
   * How many flows take this one, in proportion to the others. From 1 to 256.
   *
   * @default 1
   * @example 3
   */
  weight?: pulumi.Input<number> | undefined;
  /**
   * Whether the next hop is taken to be on link at `dev`, although no address there has it in its subnet.
   *
   * @default false
   * @example true
   */
  onlink?: pulumi.Input<boolean> | undefined;
}
