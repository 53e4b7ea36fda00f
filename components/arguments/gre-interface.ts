// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";

export interface GreInterfaceArgs {
  /**
   * A tunnel of IP packets, with a header that can tell several apart (RFC 2784, RFC 2890).
   *
   * @example "gre"
   */
  type: "gre";
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
   * The other end, of IPv4. Default: any. To and from none it is made anew.
   *
   * @example "192.0.2.2"
   */
  remote?: pulumi.Input<string> | undefined;
  /**
   * Source of the outer packets, of IPv4. Default: as the routes say.
   *
   * @example "192.0.2.1"
   */
  local?: pulumi.Input<string> | undefined;
  /**
   * Time to live of outer packets, 1 to 255, or `inherit` that of the inner packet. From 1 to 255.
   *
   * @default "inherit"
   * @example 64
   */
  ttl?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * Type of service of outer packets, 0 to 255, or `inherit` the inner packet's. From 0 to 255.
   *
   * @default 0
   * @example 16
   */
  tos?: pulumi.Input<number | "inherit"> | undefined;
  /**
   * Outer packets must not be fragmented.
   *
   * @default true
   * @example false
   */
  pmtudisc?: pulumi.Input<boolean> | undefined;
  /**
   * Mark of outer packets, by which rules choose their route. 0 is none. From 0 to 4294967295.
   *
   * @default 0
   * @example 7
   */
  fwmark?: pulumi.Input<number> | undefined;
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
   * @default false
   * @example true
   */
  encapCsum?: pulumi.Input<boolean> | undefined;
  /**
   * Fragments outer packets although inner ones say that they must not be. Needs `pmtudisc: false`.
   *
   * @default false
   * @example true
   */
  ignoreDf?: pulumi.Input<boolean> | undefined;
  /**
   * Tells tunnels between the same two ends apart, in both directions: 0 to 4294967295, or as four bytes with dots.
   * Default: none, and the group's address where `remote` is one. From 0 to 4294967295.
   *
   * @example 42
   * @example "0.0.0.43"
   */
  key?: pulumi.Input<number | string> | undefined;
  /**
   * The key of packets that come in. Default: as `key`. From 0 to 4294967295.
   *
   * @example 42
   * @example "0.0.0.43"
   */
  ikey?: pulumi.Input<number | string> | undefined;
  /**
   * The key of packets that go out. Default: as `key`. From 0 to 4294967295.
   *
   * @example 42
   * @example "0.0.0.43"
   */
  okey?: pulumi.Input<number | string> | undefined;
  /**
   * Checksums in both directions: a packet that comes without one is dropped. Default: false.
   *
   * @example true
   */
  csum?: pulumi.Input<boolean> | undefined;
  /**
   * Packets that come in have a checksum. Default: as `csum`.
   *
   * @example true
   */
  icsum?: pulumi.Input<boolean> | undefined;
  /**
   * Packets that go out have a checksum. Default: as `csum`.
   *
   * @example true
   */
  ocsum?: pulumi.Input<boolean> | undefined;
  /**
   * Numbers in both directions: a packet that comes late is dropped. Default: false.
   *
   * @example true
   */
  seq?: pulumi.Input<boolean> | undefined;
  /**
   * Packets that come in have numbers. Default: as `seq`.
   *
   * @example true
   */
  iseq?: pulumi.Input<boolean> | undefined;
  /**
   * Packets that go out have numbers. Default: as `seq`.
   *
   * @example true
   */
  oseq?: pulumi.Input<boolean> | undefined;
  /**
   * A program or a route says for each packet where it goes: without the fields that say it for all of them. One of a
   * type in each scope. To change it, it is made anew.
   *
   * @default false
   * @example true
   */
  external?: pulumi.Input<boolean> | undefined;
  /**
   * Largest packet in bytes. Default: what the parent takes (1500 without one) less 24, four more for each of
   * checksum, key and number of packets that go out, and what `encap` adds. From 68 to 65535.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
}
