// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { AddressArgs } from "./address.ts";
import type { ShapingArgs } from "./shaping.ts";

export interface VrfInterfaceArgs {
  /**
   * A routing table of its own for the links that name it as their master (RFC 4364).
   *
   * @example "vrf"
   */
  type: "vrf";
  /**
   * Administrative state, as `ip link set up|down`.
   *
   * @default true
   * @example false
   */
  up?: pulumi.Input<boolean> | undefined;
  /**
   * Hardware address, which no packet carries. Default: one of its own, that it keeps for its life.
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
   * IPv4 and IPv6 addresses of the link, in their turn: packets to an IPv4 subnet leave by the first one of it, those
   * to an IPv6 subnet by the last.
   *
   * @default []
   * @example ["11.11.11.1/24", "fd00::1/64"]
   */
  addresses?: pulumi.Input<pulumi.Input<string | AddressArgs>[]> | undefined;
  /**
   * The routing table of the links that name it as their master: their subnets stand there by themselves, and routes
   * with the same `table`. From 1 to 4294967295.
   *
   * @example 100
   */
  table: pulumi.Input<number>;
  /**
   * Largest packet in bytes. From 1280 to 65575.
   *
   * @default 65575
   * @example 1500
   */
  mtu?: pulumi.Input<number> | undefined;
}
