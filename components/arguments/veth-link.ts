// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { BridgeReference } from "../references.ts";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";
import type { PeerArgs } from "./peer.ts";

export interface VethLinkArgs {
  /**
   * A virtual cable.
   *
   * @default "veth"
   * @example "veth"
   */
  type?: "veth" | undefined;
  /**
   * The bridge on the host that the other end is a port of: one that is declared, or that Docker makes of a network.
   * For another one of the host's, not ours: `peer: { host: true, master: NAME }`. Default: none.
   *
   * @example "br0"
   */
  bridge?: pulumi.Input<string> | BridgeReference | undefined;
  /**
   * The other end of the cable, or, beside `bridge`, only its name. Without `bridge` it says where it lies:
   * `namespace`, or `host: true`. Default: the port of `bridge`, name derived.
   *
   * @example "reth1"
   * @example { namespace: "BLUE", name: "red0" }
   */
  peer?: pulumi.Input<string | PeerArgs> | undefined;
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
   * Largest packet in bytes. Default: what the other end says, else the bridge that either end is a port of, else
   * 1500. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * The bridge, in the same scope, that this link is a port of, the bond that it is a member of, or the VRF whose
   * table it goes by. On the host it may be one that is not ours: it is used and left as it is. Default: none.
   *
   * @example "br0"
   */
  master?: pulumi.Input<string> | undefined;
  /**
   * What this end is as a port of its `master`; without one, what the other end is as a port of `bridge` (short for
   * `port` in `peer`). As `bridge link set`, `bridge vlan` and `bridge fdb`. Default: each property as at a port that
   * nobody touched.
   *
   * @example { isolated: true }
   * @example { hairpin: true, learning: false, cost: 50 }
   */
  port?: pulumi.Input<BridgePortArgs> | undefined;
}
