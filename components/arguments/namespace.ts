// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { PortArgs } from "./port.ts";
import type { LinkArgs } from "./link.ts";
import type { RouteArgs } from "./route.ts";
import type { RuleArgs } from "./rule.ts";
import type { NeighbourArgs } from "./neighbour.ts";
import type { FirewallArgs } from "./firewall.ts";
import type { LoopbackArgs } from "./loopback.ts";

/**
 * A network namespace, as `ip netns add` makes it, but with the kernel's own settings below net.ipv4.conf and
 * net.ipv6.conf, where the kernel would copy the host's: forwarding is off and rp_filter is 0 in it, whatever the host
 * has. What it needs besides is declared in `sysctls`.
 *
 * @example { links: { reth0: { bridge: "br0", address: "11.11.11.2/24" } }, gateway: "11.11.11.1" }
 */
export interface NamespaceArgs {
  /**
   * Name of the namespace, as `ip netns` lists it. Default: the resource's name.
   *
   * @example "RED"
   */
  name?: string | undefined;
  /**
   * Interfaces by name. A name has 1 to 15 bytes: a letter, then letters, digits, `_`, `.` and `-`.
   *
   * @default {}
   * @example { reth0: { bridge: "br0", address: "11.11.11.2/24" } }
   */
  links?: pulumi.Input<Record<string, pulumi.Input<LinkArgs>>> | undefined;
  /**
   * Next hop of the default route; a list for one of IPv4 and one of IPv6. Default: no default route. At most 2.
   *
   * @example "11.11.11.1"
   * @example ["11.11.11.1", "fd00::1"]
   */
  gateway?: pulumi.Input<string | pulumi.Input<string>[]> | undefined;
  /**
   * Routes of the scope.
   *
   * @default []
   * @example [{ to: "10.20.0.0/16", via: "11.11.11.254" }]
   */
  routes?: pulumi.Input<pulumi.Input<RouteArgs>[]> | undefined;
  /**
   * Rules of policy routing (`ip rule`): which table is asked for which packets.
   *
   * @default []
   * @example [{ priority: 100, from: "10.20.0.0/16", table: 100 }]
   */
  rules?: pulumi.Input<pulumi.Input<RuleArgs>[]> | undefined;
  /**
   * Permanent neighbours (`ip neigh ... nud permanent`): no ARP or ND is asked for them.
   *
   * @default []
   * @example [{ address: "11.11.11.9", dev: "br0", mac: "02:00:00:00:00:09" }]
   */
  neighbours?: pulumi.Input<pulumi.Input<NeighbourArgs>[]> | undefined;
  /**
   * Settings below net.* by name, as sysctl(8) spells it; with slashes where an interface's name has dots. What was
   * there before comes back when the last declaration that claims a setting lets it go.
   *
   * @default {}
   * @example { "net.ipv4.ip_forward": "1" }
   * @example { "net/ipv4/conf/eth0.100/rp_filter": "2" }
   */
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Rules of iptables and ip6tables, in chains of our own, and the sets that they ask. What others have there is never
   * touched.
   *
   * @default {}
   * @example { masquerade: [{ source: "11.11.11.0/24", notOut: "br0" }], forward: [{ source: "11.11.11.0/24" }] }
   */
  firewall?: pulumi.Input<FirewallArgs> | undefined;
  /**
   * Ports of the host that lead here. Both ends of a range are included; ranges have equal lengths.
   *
   * @default []
   * @example ["18080:80"]
   */
  publish?: pulumi.Input<pulumi.Input<string | PortArgs>[]> | undefined;
  /**
   * State and further addresses of `lo`; the kernel itself adds 127.0.0.1/8 and ::1/128.
   *
   * @default true
   * @example false
   * @example { addresses: ["10.255.0.1/32"] }
   */
  loopback?: pulumi.Input<boolean | LoopbackArgs> | undefined;
}
