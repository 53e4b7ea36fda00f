// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * An entry of the vxlan's forwarding table, as `bridge fdb append ... dst`.
 *
 * @example { dst: "192.0.2.3" }
 * @example { mac: "02:00:00:00:00:09", dst: "192.0.2.3" }
 */
export interface VxlanLinkFdbArgs {
  /**
   * Whose frames are meant. Zero: broadcasts, and what goes to an address that nobody knows the place of; this, or a
   * multicast address, may have several entries, and each gets a copy.
   *
   * @default "00:00:00:00:00:00"
   * @example "02:00:00:00:00:09"
   */
  mac?: pulumi.Input<string> | undefined;
  /**
   * The end that they go to, of the IP version of `remote`.
   *
   * @example "192.0.2.3"
   */
  dst: pulumi.Input<string>;
  /**
   * UDP port there. Default: `dstport`. From 1 to 65535.
   *
   * @example 8472
   */
  port?: pulumi.Input<number> | undefined;
  /**
   * The network's number there. Default: `id`. From 0 to 16777215.
   *
   * @example 200
   */
  vni?: pulumi.Input<number> | undefined;
  /**
   * The interface that they leave by. Default: `parent`, or as the routes say.
   *
   * @example "eth1"
   */
  via?: pulumi.Input<string> | undefined;
}
