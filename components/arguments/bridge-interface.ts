// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";
import type { VlanArgs } from "./vlan.ts";
import type { BridgePortArgs } from "./bridge-port.ts";

export interface BridgeInterfaceArgs {
  /**
   * A switch whose ports are the links that name it as their master.
   *
   * @example "bridge"
   */
  type: "bridge";
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
  /**
   * Largest packet in bytes. Default: that of the smallest port, 1500 without one. Its ports take it over. From 68 to
   * 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Spanning tree protocol (802.1D).
   *
   * @default false
   * @example true
   */
  stp?: pulumi.Input<boolean> | undefined;
  /**
   * Which bridge is the root of the spanning tree: the one with the lowest. From 0 to 65535.
   *
   * @default 32768
   * @example 4096
   */
  priority?: pulumi.Input<number> | undefined;
  /**
   * Filter frames by VLAN tag on every port. The kernel must have CONFIG_BRIDGE_VLAN_FILTERING.
   *
   * @default false
   * @example true
   */
  vlanFiltering?: pulumi.Input<boolean> | undefined;
  /**
   * All VLANs that the bridge is in itself (`self` of `bridge vlan`): the frames of one that is `untagged` come to its
   * addresses, those of the others to `vlan` interfaces on it. Only of a bridge with `vlanFiltering`. Default: VLAN 1,
   * `pvid` and `untagged`.
   *
   * @example [{ id: 10, pvid: true, untagged: true }]
   * @example [{ id: "100-199" }]
   */
  vlans?: pulumi.Input<pulumi.Input<VlanArgs>[]> | undefined;
  /**
   * Seconds after which a MAC address that nobody uses is forgotten; 0 makes the bridge a hub. From 0 to 1000000.
   *
   * @default 300
   * @example 60
   */
  ageing?: pulumi.Input<number> | undefined;
  /**
   * Seconds that a port listens and learns before it forwards; only with `stp` does it matter. From 2 to 30.
   *
   * @default 15
   * @example 4
   */
  forwardDelay?: pulumi.Input<number> | undefined;
  /**
   * Seconds between two frames of the spanning tree protocol, where the bridge is the root. From 1 to 10.
   *
   * @default 2
   * @example 1
   */
  helloTime?: pulumi.Input<number> | undefined;
  /**
   * Seconds after which a root that is not heard of any more is given up, where the bridge is the root. From 6 to 40.
   *
   * @default 20
   * @example 10
   */
  maxAge?: pulumi.Input<number> | undefined;
  /**
   * Bit N forwards frames to 01:80:c2:00:00:0N, which no bridge does by itself: 0x4000 is LLDP. Not bits 0 to 2: the
   * spanning tree protocol, pause frames, LACP. From 0 to 65535.
   *
   * @default 0
   * @example 16384
   */
  groupFwdMask?: pulumi.Input<number> | undefined;
  /**
   * Multicast leaves by those ports alone that have members of the group (IGMP, MLD), once one asks for them.
   *
   * @default true
   * @example false
   */
  mcastSnooping?: pulumi.Input<boolean> | undefined;
  /**
   * The bridge asks for members of multicast groups itself, where no router does.
   *
   * @default false
   * @example true
   */
  mcastQuerier?: pulumi.Input<boolean> | undefined;
  /**
   * Whether the host itself is a multicast router, which gets all multicast: 0 never, 1 where it is known to be one, 2
   * always. From 0 to 2.
   *
   * @default 1
   * @example 2
   */
  mcastRouter?: pulumi.Input<number> | undefined;
  /**
   * Frames that the bridge forwards pass iptables (module br_netfilter), whatever the host's
   * net.bridge.bridge-nf-call-iptables says. Default: the kernel makes a bridge without; where nothing is declared it
   * stays as it is.
   *
   * @example true
   */
  nfCallIptables?: pulumi.Input<boolean> | undefined;
  /**
   * Frames that the bridge forwards pass ip6tables (module br_netfilter), whatever the host's
   * net.bridge.bridge-nf-call-ip6tables says. Default: the kernel makes a bridge without; where nothing is declared it
   * stays as it is.
   *
   * @example true
   */
  nfCallIp6tables?: pulumi.Input<boolean> | undefined;
  /**
   * Frames that the bridge forwards pass arptables (module br_netfilter), whatever the host's
   * net.bridge.bridge-nf-call-arptables says. Default: the kernel makes a bridge without; where nothing is declared it
   * stays as it is.
   *
   * @example true
   */
  nfCallArptables?: pulumi.Input<boolean> | undefined;
}
