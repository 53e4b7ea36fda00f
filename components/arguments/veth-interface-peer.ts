// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";

/**
 * The other end of the cable; it takes the same fields as any link.
 *
 * @example { scope: "host", name: "reth1", master: "br0" }
 */
export interface VethInterfacePeerArgs {
  /**
   * Where the other end lies: `host` or a namespace.
   *
   * @example "host"
   */
  scope: pulumi.Input<string>;
  /**
   * The other end's interface name, at most 15 bytes. Default: derived from this end's.
   *
   * @example "reth1"
   */
  name?: pulumi.Input<string> | undefined;
  /**
   * Largest packet in bytes. Default: what the other end says, else the bridge that either end is a port of, else
   * 1500. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Hardware address. Default: one of its own, that it keeps for its life.
   *
   * @example "02:00:00:00:00:01"
   */
  mac?: pulumi.Input<string> | undefined;
  /**
   * The bridge, in the same scope, that this link is a port of, the bond that it is a member of, or the VRF whose
   * table it goes by. On the host it may be one that is not ours: it is used and left as it is. Default: none.
   *
   * @example "br0"
   */
  master?: pulumi.Input<string> | undefined;
  /**
   * What it is as a port of its bridge, as `bridge link set`, `bridge vlan` and `bridge fdb`. Default: each property
   * as at a port that nobody touched.
   *
   * @example { isolated: true }
   * @example { hairpin: true, learning: false, cost: 50 }
   */
  port?: pulumi.Input<BridgePortArgs> | undefined;
  /**
   * What becomes of packets that leave by this interface, as `tc qdisc add ... root netem` (the kernel's module
   * sch_netem). For those that come in: `shaping` of the other end. Default: none.
   *
   * @example { delay: "40ms", loss: "1%" }
   * @example { rate: "10mbit", limit: 100 }
   */
  shaping?: pulumi.Input<ShapingArgs> | undefined;
  /**
   * IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those
   * to an IPv6 subnet by the last.
   *
   * @default []
   * @example ["11.11.11.1/24", "fd00::1/64"]
   */
  addresses?: pulumi.Input<pulumi.Input<string | AddressArgs>[]> | undefined;
}
