// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { BridgePortArgs } from "./bridge-port.ts";
import type { IngressQosMapArgs } from "./ingress-qos-map.ts";
import type { EgressQosMapArgs } from "./egress-qos-map.ts";

export interface VlanInterfaceArgs {
  /**
   * The frames of one tag on another interface.
   *
   * @example "vlan"
   */
  type: "vlan";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Hardware address. Default: the parent's.
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
  /**
   * The interface whose tagged frames are its own. One of the same scope, or of the host: `host/eth0`.
   *
   * @example "eth0"
   * @example "host/eth0"
   */
  parent: pulumi.Input<string>;
  /**
   * The tag's VLAN number. From 1 to 4094.
   *
   * @example 10
   */
  id: pulumi.Input<number>;
  /**
   * Which tags: those of customers (C-tags), or of providers around these (S-tags, QinQ).
   *
   * @default "802.1Q"
   * @example "802.1ad"
   */
  protocol?: pulumi.Input<"802.1Q" | "802.1ad"> | undefined;
  /**
   * Largest packet in bytes, not above the parent's. Default: what the bridge that it is a port of says, else the
   * parent's. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Frames are seen without their tag here, as if it had never been there.
   *
   * @default true
   * @example false
   */
  reorderHdr?: pulumi.Input<boolean> | undefined;
  /**
   * Announces the VLAN to switches by GVRP (802.1Q).
   *
   * @default false
   * @example true
   */
  gvrp?: pulumi.Input<boolean> | undefined;
  /**
   * Announces the VLAN to switches by MVRP (802.1ak).
   *
   * @default false
   * @example true
   */
  mvrp?: pulumi.Input<boolean> | undefined;
  /**
   * It may be up while its parent is down; otherwise it goes down and comes up with its parent.
   *
   * @default false
   * @example true
   */
  looseBinding?: pulumi.Input<boolean> | undefined;
  /**
   * On a bridge that has VLANs: it has a carrier while a port that is in its VLAN has one, instead of any port.
   *
   * @default false
   * @example true
   */
  bridgeBinding?: pulumi.Input<boolean> | undefined;
  /**
   * Which priority packets get here by the priority of the tag that they come with (`ingress-qos-map` of ip): 0, where
   * none is said.
   *
   * @default []
   * @example [{ from: 3, to: 5 }]
   */
  ingressQosMap?: pulumi.Input<pulumi.Input<IngressQosMapArgs>[]> | undefined;
  /**
   * Which priority the tag gets by that of the packet (`egress-qos-map` of ip), as a program or iptables' CLASSIFY
   * sets it: 0, where none is said.
   *
   * @default []
   * @example [{ from: 3, to: 5 }]
   */
  egressQosMap?: pulumi.Input<pulumi.Input<EgressQosMapArgs>[]> | undefined;
}
