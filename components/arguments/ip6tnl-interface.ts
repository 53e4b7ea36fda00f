// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";

export interface Ip6tnlInterfaceArgs {
  /**
   * A tunnel of packets of IPv6, or IPv4, through IPv6 (RFC 2473).
   *
   * @example "ip6tnl"
   */
  type: "ip6tnl";
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
   * The interface, in the same scope, that outer packets leave by (`dev` of ip). Default: as the routes say. To take
   * it away it is made anew.
   *
   * @example "eth0"
   */
  parent?: pulumi.Input<string> | undefined;
  /**
   * The other end, of IPv6. Default: any.
   *
   * @example "2001:db8::2"
   */
  remote?: pulumi.Input<string> | undefined;
  /**
   * Source of the outer packets, of IPv6. Default: as the routes say.
   *
   * @example "2001:db8::1"
   */
  local?: pulumi.Input<string> | undefined;
  /**
   * What it carries: IPv6 (`ip6ip6`), IPv4 (`ipip6`), or `any` of them.
   *
   * @default "any"
   * @example "ipip6"
   */
  mode?: pulumi.Input<"ip6ip6" | "ipip6" | "any"> | undefined;
  /**
   * Hop limit of outer packets, 1 to 255, or `inherit` that of the inner packet. From 1 to 255.
   *
   * @default 64
   * @example 255
   */
  hoplimit?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * In how many more tunnels an outer packet may travel, 0 to 255; `none` sends without that option. From 0 to 255.
   *
   * @default 4
   * @example "none"
   */
  encaplimit?: pulumi.Input<number | "none"> | undefined;
  /**
   * Traffic class of outer packets, 0 to 255, or `inherit` the inner packet's. From 0 to 255.
   *
   * @default 0
   * @example 16
   */
  tclass?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * Flow label of outer packets, 0 to 1048575, or `inherit` the inner packet's. From 0 to 1048575.
   *
   * @default 0
   * @example 5
   */
  flowlabel?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * Gives inner packets the class of the outer one as they come out (`dscp inherit` of ip). To take it away it is made
   * anew.
   *
   * @default false
   * @example true
   */
  dscp?: pulumi.Input<boolean> | undefined;
  /**
   * The other end may be an address of this host.
   *
   * @default false
   * @example true
   */
  allowLocalremote?: pulumi.Input<boolean> | undefined;
  /**
   * Mark of outer packets, by which rules choose their route, or `inherit` the inner packet's. 0 is none. From 0 to
   * 4294967295.
   *
   * @default 0
   * @example 7
   */
  fwmark?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * Sends outer packets inside UDP: `fou` without a header of its own, `gue` with one. The kernel's module fou (fou6)
   * must be loaded.
   *
   * @default "none"
   * @example "fou"
   */
  encap?: pulumi.Input<"none" | "fou" | "gue"> | undefined;
  /**
   * UDP source port, with `encap`. Default: each flow has one of its own. From 1 to 65535.
   *
   * @example 5556
   */
  encapSport?: pulumi.Input<number> | undefined;
  /**
   * UDP port of the other end. Default: none, which only a tunnel without `encap` does without. From 1 to 65535.
   *
   * @example 5555
   */
  encapDport?: pulumi.Input<number> | undefined;
  /**
   * Remote checksum offload, with `encap: gue`.
   *
   * @default false
   * @example true
   */
  encapRemcsum?: pulumi.Input<boolean> | undefined;
  /**
   * Checksums in outer UDP, with `encap`.
   *
   * @default true
   * @example false
   */
  encapCsum6?: pulumi.Input<boolean> | undefined;
  /**
   * A program or a route says for each packet where it goes: without the fields that say it for all of them. One of a
   * type in each scope. To change it, it is made anew.
   *
   * @default false
   * @example true
   */
  external?: pulumi.Input<boolean> | undefined;
  /**
   * Largest packet in bytes. Default: what the parent takes (1500 without one) less 48 (40 with `encaplimit: none`)
   * and what `encap` adds, at least 1280. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
}
