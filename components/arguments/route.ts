// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

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
   * For `default` without `via`, which could be either.
   *
   * @default "ipv4"
   * @example "ipv6"
   */
  family?: pulumi.Input<"ipv4" | "ipv6"> | undefined;
  /**
   * Next hop; must be on link. Default: none, the destination is on link.
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
   * What happens to a packet: sent on, dropped in silence, or refused with ICMP unreachable.
   *
   * @default "unicast"
   * @example "blackhole"
   */
  type?: pulumi.Input<"unicast" | "blackhole" | "unreachable"> | undefined;
  /**
   * Source address that the host prefers on this route. Default: the kernel's choice.
   *
   * @example "11.11.11.1"
   * @example "fd00::1"
   */
  source?: pulumi.Input<string> | undefined;
  /**
   * IPv4 only. Default: `global` with a next hop, `link` without one.
   *
   * @example "link"
   */
  scope?: pulumi.Input<"global" | "link"> | undefined;
}
