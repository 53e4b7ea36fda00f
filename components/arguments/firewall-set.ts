// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * A set of addresses, ports or networks that rules ask. An option that cannot change on a living set puts a new one in
 * its place, filled, in one step (ipset swap).
 *
 * @example { type: "hash:net", entries: ["10.0.0.0/8", "10.1.0.0/16 nomatch"] }
 */
export interface FirewallSetArgs {
  /**
   * What an entry is, in ipset's words: an address (ip), a network (net), a port of a protocol (port), an interface
   * (iface), several of them, or, in a list:set, another set. Another type takes another set: the rules that ask this
   * one are taken out and put back while it is made anew.
   *
   * @example "hash:net"
   */
  type: pulumi.Input<"hash:ip" | "hash:net" | "hash:ip,port" | "hash:net,port" | "hash:ip,port,ip" | "hash:ip,port,net" | "hash:net,iface" | "bitmap:ip" | "bitmap:port" | "list:set">;
  /**
   * Which addresses it has, all of one family. Default: that of its entries; ipv4 where it has none. Not for
   * bitmap:port and list:set.
   *
   * @example "ipv6"
   */
  family?: pulumi.Input<"ipv4" | "ipv6"> | undefined;
  /**
   * What it has, in any order: added and deleted one by one, while rules go on asking. Of IPv4 also ranges
   * (10.0.0.1-10.0.0.9); where a type takes addresses alone, a network stands for all of its addresses. Ports are
   * numbers, of tcp where nothing is said: 80, udp:50-53, icmp:8/0, gre:0. nomatch makes a network an exception to a
   * larger one.
   *
   * @default []
   * @example ["10.0.0.0/8", "10.1.0.0/16 nomatch"]
   */
  entries?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Of a bitmap, which needs it: the ports, or the IPv4 addresses, that it can have, at most 65536. Default: none.
   *
   * @example "0-1023"
   * @example "10.0.0.0/16"
   */
  range?: pulumi.Input<string> | undefined;
  /**
   * How many elements a hash takes at most. From 1 to 16777216.
   *
   * @default 65536
   * @example 200000
   */
  maxelem?: pulumi.Input<number> | undefined;
  /**
   * Seconds after which an entry goes that others add, a program or a person. Such entries are let be. Those that are
   * declared stay for good. Default: none, and whatever others add is drift. From 1 to 2147483.
   *
   * @example 3600
   */
  timeout?: pulumi.Input<number> | undefined;
  /**
   * Whether it counts packets and bytes by entry, as `ipset list` shows.
   *
   * @default false
   * @example true
   */
  counters?: pulumi.Input<boolean> | undefined;
}
