// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";

export interface IpvlanInterfaceArgs {
  /**
   * An interface on another one, with IP addresses of its own and that one's MAC address.
   *
   * @example "ipvlan"
   */
  type: "ipvlan";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * The bridge, in the same scope, that this link is a port of, the bond that it is a member of, or the VRF whose
   * table it goes by. On the host it may be one that is not ours: it is used and left as it is. Default: none.
   *
   * @example "br0"
   */
  master?: pulumi.Input<string> | undefined;
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
   * The interface whose packets for this one's addresses it takes. It has its MAC address. One of the same scope, or
   * of the host: `host/eth0`.
   *
   * @example "eth0"
   * @example "host/eth0"
   */
  parent: pulumi.Input<string>;
  /**
   * How it sends: `l2` as a neighbour on its parent's segment, `l3` as a router without broadcasts or ARP, `l3s` the
   * same past the parent's firewall and conntrack. All on one parent have one mode.
   *
   * @default "l3"
   * @example "l2"
   */
  mode?: pulumi.Input<"l2" | "l3" | "l3s"> | undefined;
  /**
   * Whom it reaches on its parent: `bridge` the others directly, `private` none of them, `vepa` them by way of the
   * switch outside. All on one parent have one. None reaches the parent itself.
   *
   * @default "bridge"
   * @example "private"
   */
  flag?: pulumi.Input<"bridge" | "private" | "vepa"> | undefined;
  /**
   * Largest packet in bytes, not above the parent's. Default: the parent's. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
}
