// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";

/**
 * The other end.
 *
 * @example { namespace: "BLUE", name: "red0" }
 */
export interface PeerArgs {
  /**
   * The namespace that the other end lies in. Default: the host.
   *
   * @example "BLUE"
   */
  namespace?: pulumi.Input<string> | undefined;
  /**
   * True for an other end on the host that is no port of a bridge.
   *
   * @default false
   * @example true
   */
  host?: pulumi.Input<boolean> | undefined;
  /**
   * The other end's interface name. Default: derived from this end's, at most 15 bytes.
   *
   * @example "reth1"
   */
  name?: pulumi.Input<string> | undefined;
  /**
   * Its only address; short for `addresses` of one. Default: none.
   *
   * @example "11.11.11.2/24"
   * @example { address: "10.0.0.1/32", peer: "10.0.0.2/32" }
   */
  address?: pulumi.Input<string | AddressArgs> | undefined;
  /**
   * IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those
   * to an IPv6 subnet by the last.
   *
   * @default []
   * @example ["11.11.11.1/24", "fd00::1/64"]
   */
  addresses?: pulumi.Input<pulumi.Input<string | AddressArgs>[]> | undefined;
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
   * What becomes of packets that leave by this interface, as `tc qdisc add ... root netem` (the kernel's module
   * sch_netem). For those that come in: `shaping` of the other end. Default: none.
   *
   * @example { delay: "40ms", loss: "1%" }
   * @example { rate: "10mbit", limit: 100 }
   */
  shaping?: pulumi.Input<ShapingArgs> | undefined;
  /**
   * Largest packet in bytes. Default: as for this end. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * The bridge, beside the other end, that it is a port of. Default: none, or the link's `bridge`.
   *
   * @example "br1"
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
}
