import { type Static, Type } from "typebox";
import { ifName, ip, object, words } from "../schema.ts";
import { nexthopsSchema, onlink } from "./nexthop.ts";
import { metrics } from "./route-metrics.ts";
import { table } from "./table.ts";

export const routeSchema = object(
  {
    to: Type.String({
      description: "Destination: `default`, or a network with its prefix.",
      examples: ["default", "10.20.0.0/16", "2001:db8::/32"],
    }),
    family: Type.Optional(
      words(["ipv4", "ipv6"], {
        description:
          "For `default` without `via`, which could be either, and for that of IPv4 by way of an IPv6 next hop.",
        default: "ipv4",
        examples: ["ipv6"],
      }),
    ),
    via: Type.Optional(
      ip({
        description:
          "Next hop; must be on link. An IPv4 route takes one of IPv6 too. Default: none, the destination is on link.",
      }),
    ),
    dev: Type.Optional(
      ifName({ description: "Interface. Default: the one whose subnet holds `via`.", examples: ["reth0"] }),
    ),
    onlink,
    nexthops: nexthopsSchema,
    metric: Type.Optional(
      Type.Integer({
        description: "Priority, the lowest wins. Default: the kernel's, 0 for IPv4 and 1024 for IPv6.",
        minimum: 0,
        maximum: 4294967295,
        examples: [100],
      }),
    ),
    table: Type.Optional(
      table({
        description:
          "Routing table. One that is not the kernel's own has an effect only where a rule leads to it: see `rules`.",
        default: "main",
      }),
    ),
    type: Type.Optional(
      words(["unicast", "blackhole", "unreachable", "prohibit", "throw"], {
        description:
          "What happens to a packet: sent on, dropped in silence, refused with ICMP unreachable, refused with ICMP " +
          "communication prohibited, or given back to the rules: the next one is asked, as if the table had no route.",
        default: "unicast",
        examples: ["blackhole"],
      }),
    ),
    source: Type.Optional(
      ip({ description: "Source address that the host prefers on this route. Default: the kernel's choice." }),
    ),
    scope: Type.Optional(
      words(["global", "link", "host"], {
        description:
          "How far the destination is. IPv4 only; with a next hop of IPv4 it is `global`. Default: `global` with a next " +
          "hop, `link` without one.",
        examples: ["link"],
      }),
    ),
    ...metrics,
  },
  { description: "A route.", examples: [{ to: "default", via: "11.11.11.1" }] },
);

export const routesSchema = Type.Array(routeSchema, {
  description: "Routes of the scope.",
  default: [],
  examples: [[{ to: "10.20.0.0/16", via: "11.11.11.254" }]],
});

export type Route = Static<typeof routeSchema>;
