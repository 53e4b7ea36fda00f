// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * A permanent neighbour.
 *
 * @example { address: "11.11.11.9", dev: "br0", mac: "02:00:00:00:00:09" }
 */
export interface NeighbourArgs {
  /**
   * The neighbour's IP address.
   *
   * @example "11.11.11.9"
   */
  address: pulumi.Input<string>;
  /**
   * The interface that it is reached by.
   *
   * @example "br0"
   */
  dev: pulumi.Input<string>;
  /**
   * Its hardware address.
   *
   * @example "02:00:00:00:00:09"
   */
  mac: pulumi.Input<string>;
}
