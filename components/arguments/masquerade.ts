// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * Source NAT, a rule of nat POSTROUTING. out and notOut exclude each other, so do the destinations.
 *
 * @example { source: "11.11.11.0/24", notOut: "br0" }
 */
export interface MasqueradeArgs {
  /**
   * Packets from this network leave under the address of the interface that they leave by.
   *
   * @example "11.11.11.0/24"
   * @example "fd00::/64"
   */
  source: pulumi.Input<string>;
  /**
   * Only packets that leave by this interface. Default: any. A + at the end matches every interface whose name begins
   * so.
   *
   * @example "eth1"
   */
  out?: pulumi.Input<string> | undefined;
  /**
   * Only packets that leave by any other interface. Name the network's own bridge here: with bridge-nf-call-iptables =
   * 1 packets between its ports pass this rule too. Default: none. A + at the end matches every interface whose name
   * begins so.
   *
   * @example "br0"
   */
  notOut?: pulumi.Input<string> | undefined;
  /**
   * Only packets to this network. Default: any.
   *
   * @example "192.168.104.0/24"
   */
  destination?: pulumi.Input<string> | undefined;
  /**
   * Only packets to any other network. Default: none.
   *
   * @example "10.0.0.0/8"
   */
  notDestination?: pulumi.Input<string> | undefined;
  /**
   * Stands in the rule, after the mark of the owner. At most 200 bytes, no control characters. Default: none.
   *
   * @example "the lab's way out"
   */
  comment?: pulumi.Input<string> | undefined;
}
