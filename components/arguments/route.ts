// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { NexthopArgs } from "./nexthop.ts";

/**
 * A route.
 *
 * @example { to: "default", via: "11.11.11.1" }
 */
export interface RouteArgs {
  /**
   * Destination: `default`, or a network with its prefix.
   *
   * @example "default"
   * @example "10.20.0.0/16"
   */
  to: pulumi.Input<string>;
  /**
   * For `default` without `via`, which could be either, and for that of IPv4 by way of an IPv6 next hop.
   *
   * @default "ipv4"
   * @example "ipv6"
   */
  family?: pulumi.Input<"ipv4" | "ipv6"> | undefined;
  /**
   * Next hop; must be on link. An IPv4 route takes one of IPv6 too. Default: none, the destination is on link.
   *
   * @example "11.11.11.1"
   * @example "fd00::1"
   */
  via?: pulumi.Input<string> | undefined;
  /**
   * Interface. Default: the one whose subnet holds `via`.
   *
   * @example "reth0"
   */
  dev?: pulumi.Input<string> | undefined;
  /**
   * Whether the next hop is taken to be on link at `dev`, although no address there has it in its subnet.
   *
   * @default false
   * @example true
   */
  onlink?: pulumi.Input<boolean> | undefined;
  /**
   * Several next hops instead of `via` and `dev` (multipath): the kernel chooses one for each pair of addresses, or
   * for each flow with `net.ipv4.fib_multipath_hash_policy` = 1 (`net.ipv6...` likewise). One whose interface is down
   * is left out. Default: none, the route has one way. At least 2.
   *
   * @example [{ via: "11.11.11.1" }, { via: "11.11.12.1", weight: 3 }]
   */
  nexthops?: pulumi.Input<pulumi.Input<NexthopArgs>[]> | undefined;
  /**
   * Priority, the lowest wins. Default: the kernel's, 0 for IPv4 and 1024 for IPv6. From 0 to 4294967295.
   *
   * @example 100
   */
  metric?: pulumi.Input<number> | undefined;
  /**
   * Routing table. One that is not the kernel's own has an effect only where a rule leads to it: see `rules`. From 1
   * to 4294967295.
   *
   * @default "main"
   * @example 100
   */
  table?: pulumi.Input<"main" | "default" | "local" | number> | undefined;
  /**
   * What happens to a packet: sent on, dropped in silence, refused with ICMP unreachable, refused with ICMP
   * communication prohibited, or given back to the rules: the next one is asked, as if the table had no route.
   *
   * @default "unicast"
   * @example "blackhole"
   */
  type?: pulumi.Input<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw"> | undefined;
  /**
   * Source address that the host prefers on this route. Default: the kernel's choice.
   *
   * @example "11.11.11.1"
   * @example "fd00::1"
   */
  source?: pulumi.Input<string> | undefined;
  /**
   * How far the destination is. IPv4 only; with a next hop of IPv4 it is `global`. Default: `global` with a next hop,
   * `link` without one.
   *
   * @example "link"
   */
  scope?: pulumi.Input<"global" | "link" | "host"> | undefined;
  /**
   * Bytes of the largest packet on this route, until path MTU discovery finds less; 68 or more, for IPv6 1280.
   * Default: the interface's. From 1 to 65520.
   *
   * @example 1400
   */
  mtu?: pulumi.Input<number> | undefined;
  /**
   * Bytes of the largest TCP segment that connections tell the other side they take. Default: what the MTU leaves.
   * From 1 to 65495.
   *
   * @example 1360
   */
  advmss?: pulumi.Input<number> | undefined;
  /**
   * TCP segments that a connection sends before the first answer. Default: the kernel's, 10. From 1 to 4294967295.
   *
   * @example 20
   */
  initcwnd?: pulumi.Input<number> | undefined;
  /**
   * TCP segments that a connection lets the other side send at first. Default: what the receive buffer holds. From 1
   * to 4294967295.
   *
   * @example 20
   */
  initrwnd?: pulumi.Input<number> | undefined;
  /**
   * Bytes of the largest TCP window that connections tell the other side. Default: no limit. From 1 to 4294967295.
   *
   * @example 65535
   */
  window?: pulumi.Input<number> | undefined;
  /**
   * Milliseconds that TCP waits at least before it sends again what was not answered. Default: the kernel's, 200. From
   * 1 to 120000.
   *
   * @example 50
   */
  rtoMin?: pulumi.Input<number> | undefined;
  /**
   * Hops that packets from here may take: TTL, for IPv6 the hop limit. Default: the scope's own,
   * net.ipv4.ip_default_ttl or net.ipv6.conf.DEV.hop_limit, 64. From 1 to 255.
   *
   * @example 32
   */
  hoplimit?: pulumi.Input<number> | undefined;
  /**
   * Whether TCP answers each segment at once.
   *
   * @default false
   * @example true
   */
  quickack?: pulumi.Input<boolean> | undefined;
  /**
   * TCP's congestion control, by a name that the kernel has (`net.ipv4.tcp_available_congestion_control`). Default:
   * the scope's own, net.ipv4.tcp_congestion_control.
   *
   * @example "reno"
   * @example "cubic"
   */
  congctl?: pulumi.Input<string> | undefined;
}
