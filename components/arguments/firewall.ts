// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { MasqueradeArgs } from "./masquerade.ts";
import type { ForwardArgs } from "./forward.ts";
import type { FirewallPublishArgs } from "./firewall-publish.ts";
import type { FilterArgs } from "./filter.ts";
import type { FirewallSetArgs } from "./firewall-set.ts";

/**
 * Rules of iptables and ip6tables, in chains of our own, and the sets that they ask. What others have there is never
 * touched.
 *
 * @default {}
 * @example { masquerade: [{ source: "11.11.11.0/24", notOut: "br0" }], forward: [{ source: "11.11.11.0/24" }] }
 */
export interface FirewallArgs {
  /**
   * Networks that leave under the host's own address.
   *
   * @default []
   * @example [{ source: "11.11.11.0/24", notOut: "br0" }]
   */
  masquerade?: pulumi.Input<pulumi.Input<MasqueradeArgs>[]> | undefined;
  /**
   * What may pass through, whatever the policy of FORWARD and Docker's rules say. After filter.
   *
   * @default []
   * @example [{ source: "11.11.11.0/24" }, { destination: "11.11.11.0/24" }]
   */
  forward?: pulumi.Input<pulumi.Input<ForwardArgs>[]> | undefined;
  /**
   * Ports of this host that lead to a service behind it.
   *
   * @default []
   * @example [{ port: 8080, to: "11.11.11.2:80" }]
   */
  publish?: pulumi.Input<pulumi.Input<FirewallPublishArgs>[]> | undefined;
  /**
   * Rules of INPUT, FORWARD and OUTPUT, in this order.
   *
   * @default []
   * @example [{ chain: "input", protocol: "tcp", ports: 22, verdict: "accept" }]
   */
  filter?: pulumi.Input<pulumi.Input<FilterArgs>[]> | undefined;
  /**
   * Sets of addresses by name, made with ipset(8), which `filter` and `forward` ask with `sets`. A name has at most 31
   * letters, digits, _, . and -.
   *
   * @default {}
   * @example { blocked: { type: "hash:net", entries: ["10.0.0.0/8", "10.1.0.0/16 nomatch"] } }
   */
  sets?: pulumi.Input<Record<string, pulumi.Input<FirewallSetArgs>>> | undefined;
}
