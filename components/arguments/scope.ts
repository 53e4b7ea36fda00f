// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { RouteArgs } from "./route.ts";
import type { RuleArgs } from "./rule.ts";
import type { NeighbourArgs } from "./neighbour.ts";
import type { FirewallArgs } from "./firewall.ts";
import type { InterfaceArgs } from "./interface.ts";

export interface ScopeArgs {
  /**
   * Interfaces by name. A name has 1 to 15 bytes: a letter, then letters, digits, `_`, `.` and `-`.
   *
   * @default {}
   * @example { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } }
   */
  links?: pulumi.Input<Record<string, pulumi.Input<InterfaceArgs>>> | undefined;
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
}
