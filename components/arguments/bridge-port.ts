// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { VlanArgs } from "./vlan.ts";
import type { FdbArgs } from "./fdb.ts";

/**
 * What it is as a port of its bridge, as `bridge link set`, `bridge vlan` and `bridge fdb`. Default: each property as
 * at a port that nobody touched.
 *
 * @example { isolated: true }
 * @example { hairpin: true, learning: false, cost: 50 }
 */
export interface BridgePortArgs {
  /**
   * Path cost of the spanning tree protocol. Default: 2 for a veth; of another type what the kernel makes of its speed
   * when it joins the bridge, and no other one is drift then. From 1 to 65535.
   *
   * @example 100
   */
  cost?: pulumi.Input<number> | undefined;
  /**
   * Which of several ports to one bridge the spanning tree protocol takes: the lowest. From 0 to 63.
   *
   * @default 32
   * @example 16
   */
  priority?: pulumi.Input<number> | undefined;
  /**
   * A frame may leave by the port that it came in by.
   *
   * @default false
   * @example true
   */
  hairpin?: pulumi.Input<boolean> | undefined;
  /**
   * BPDU guard: a frame of the spanning tree protocol that comes in disables the port.
   *
   * @default false
   * @example true
   */
  guard?: pulumi.Input<boolean> | undefined;
  /**
   * Never leads to the root of the spanning tree.
   *
   * @default false
   * @example true
   */
  rootBlock?: pulumi.Input<boolean> | undefined;
  /**
   * A multicast group is left at once, without asking for other members.
   *
   * @default false
   * @example true
   */
  fastleave?: pulumi.Input<boolean> | undefined;
  /**
   * Remembers the source addresses of frames that come in.
   *
   * @default true
   * @example false
   */
  learning?: pulumi.Input<boolean> | undefined;
  /**
   * Frames to an address that nobody knows the port of leave here too.
   *
   * @default true
   * @example false
   */
  flood?: pulumi.Input<boolean> | undefined;
  /**
   * Multicast that no member is known of leaves here too.
   *
   * @default true
   * @example false
   */
  mcastFlood?: pulumi.Input<boolean> | undefined;
  /**
   * Broadcasts leave here too, ARP's questions among them.
   *
   * @default true
   * @example false
   */
  bcastFlood?: pulumi.Input<boolean> | undefined;
  /**
   * Whether a multicast router is here, which gets all multicast: 0 never, 1 where one is heard, 2 always, 3 for some
   * minutes from now on. From 0 to 3.
   *
   * @default 1
   * @example 2
   */
  mcastRouter?: pulumi.Input<number> | undefined;
  /**
   * Multicast leaves as one copy to each member's own address.
   *
   * @default false
   * @example true
   */
  mcastToUnicast?: pulumi.Input<boolean> | undefined;
  /**
   * Bit N lets frames to 01:80:c2:00:00:0N from here pass, which no bridge forwards by itself: 0x4000 is LLDP. Not bit
   * 1, pause frames. From 0 to 65535.
   *
   * @default 0
   * @example 16384
   */
  groupFwdMask?: pulumi.Input<number> | undefined;
  /**
   * The bridge answers ARP and neighbour discovery for whom it knows there.
   *
   * @default false
   * @example true
   */
  neighSuppress?: pulumi.Input<boolean> | undefined;
  /**
   * The bridge answers ARP on its behalf.
   *
   * @default false
   * @example true
   */
  proxyArp?: pulumi.Input<boolean> | undefined;
  /**
   * The same as IEEE 802.11 and Hotspot 2.0 want it.
   *
   * @default false
   * @example true
   */
  proxyArpWifi?: pulumi.Input<boolean> | undefined;
  /**
   * VLANs become network numbers of a vxlan and the other way round.
   *
   * @default false
   * @example true
   */
  vlanTunnel?: pulumi.Input<boolean> | undefined;
  /**
   * Reaches ports alone that are not isolated themselves.
   *
   * @default false
   * @example true
   */
  isolated?: pulumi.Input<boolean> | undefined;
  /**
   * Takes frames only from addresses that the forwarding table has for it (802.1X).
   *
   * @default false
   * @example true
   */
  locked?: pulumi.Input<boolean> | undefined;
  /**
   * All VLANs that it is in: an access port has one, `pvid` and `untagged`, a trunk several with their tags. Frames of
   * others neither come in nor leave here. Only of a bridge with `vlanFiltering`. Default: VLAN 1, `pvid` and
   * `untagged`.
   *
   * @example [{ id: 10, pvid: true, untagged: true }]
   * @example [{ id: "100-199" }]
   */
  vlans?: pulumi.Input<pulumi.Input<VlanArgs>[]> | undefined;
  /**
   * Addresses that are here for good, whatever the bridge learns; those that it learns are let be.
   *
   * @default []
   * @example [{ mac: "02:00:00:00:00:09" }]
   */
  fdb?: pulumi.Input<pulumi.Input<FdbArgs>[]> | undefined;
}
