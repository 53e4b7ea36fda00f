import { Type } from "typebox";

export const routesSchema = Type.Array(
  Type.Object(
    {
      to: Type.String({
        description: "Destination: `default`, or a network with its prefix.",
        examples: ["default", "10.20.0.0/16", "2001:db8::/32"],
      }),
      family: Type.Optional(
        Type.Union([Type.Literal("ipv4"), Type.Literal("ipv6")], {
          description: "For `default` without `via`, which could be either.",
          default: "ipv4",
          examples: ["ipv6"],
        }),
      ),
      via: Type.Optional(
        Type.String({ description: "Next hop; must be on link.", examples: ["11.11.11.1", "fd00::1"] }),
      ),
      dev: Type.Optional(
        Type.String({
          description: "Interface; found from `via` when not given.",
          examples: ["reth0"],
        }),
      ),
      metric: Type.Optional(
        Type.Integer({
          description: "Priority, the lowest wins. The kernel's default is 0 for IPv4 and 1024 for IPv6.",
          minimum: 0,
          maximum: 4294967295,
          examples: [100],
        }),
      ),
      table: Type.Optional(
        Type.Union([Type.Literal("main"), Type.Integer({ minimum: 1, maximum: 4294967295 })], {
          description: "Routing table.",
          default: "main",
          examples: [100],
        }),
      ),
      type: Type.Optional(
        Type.Union([Type.Literal("unicast"), Type.Literal("blackhole"), Type.Literal("unreachable")], {
          description: "What happens to a packet: sent on, dropped in silence, or refused with ICMP unreachable.",
          default: "unicast",
          examples: ["blackhole"],
        }),
      ),
      source: Type.Optional(
        Type.String({ description: "Source address that the host prefers on this route.", examples: ["11.11.11.1"] }),
      ),
      scope: Type.Optional(
        Type.Union([Type.Literal("global"), Type.Literal("link")], {
          description: "IPv4 only. `global` with a next hop, `link` without one, when not given.",
          examples: ["link"],
        }),
      ),
    },
    { additionalProperties: false },
  ),
  { description: "Routes of the scope.", default: [], examples: [[{ to: "default", via: "11.11.11.1" }]] },
);
