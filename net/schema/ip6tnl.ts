import { Type } from "typebox";
import { flag, ip, mtu, words } from "../schema.ts";
import { encapFields, external, fwmark, parent, TUNNEL_DEFAULTS, tunnelMtu } from "./tunnel.ts";

/** What `ip link` makes one with (ip/link_ip6tnl.c). */
export const IP6TNL_DEFAULTS = {
  mode: "any",
  hoplimit: 64,
  encaplimit: 4,
  tclass: 0,
  flowlabel: 0,
  dscp: false,
  allowLocalremote: false,
  encapCsum6: true,
} as const;

/** IPv6, and the option that limits how deep tunnels lie in each other, where there is one (RFC 2473). */
function headers({ encaplimit }: Readonly<Record<string, unknown>>): number {
  return encaplimit === "none" ? 40 : 48;
}

/** The kernel goes by no less than IPv6 needs (net/ipv6/ip6_tunnel.c, ip6_tnl_link_config). */
export const ip6tnlMtu = tunnelMtu(headers, 1280);

const inherited = (description: string, most: number, usual: number, examples: number[]) =>
  Type.Optional(
    Type.Union([Type.Integer({ minimum: 0, maximum: most }), Type.Literal("inherit")], {
      description,
      default: usual,
      examples,
    }),
  );

/** What an ip6tnl has besides the fields of all links. */
export const ip6tnlFields = {
  parent,
  remote: Type.Optional(ip({ description: "The other end, of IPv6. Default: any.", examples: ["2001:db8::2"] })),
  local: Type.Optional(
    ip({ description: "Source of the outer packets, of IPv6. Default: as the routes say.", examples: ["2001:db8::1"] }),
  ),
  mode: Type.Optional(
    words(["ip6ip6", "ipip6", "any"], {
      description: "What it carries: IPv6 (`ip6ip6`), IPv4 (`ipip6`), or `any` of them.",
      default: IP6TNL_DEFAULTS.mode,
      examples: ["ipip6"],
    }),
  ),
  hoplimit: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 255 }), Type.Literal("inherit")], {
      description: "Hop limit of outer packets, 1 to 255, or `inherit` that of the inner packet.",
      default: IP6TNL_DEFAULTS.hoplimit,
      examples: [255],
    }),
  ),
  encaplimit: Type.Optional(
    Type.Union([Type.Integer({ minimum: 0, maximum: 255 }), Type.Literal("none")], {
      description: "In how many more tunnels an outer packet may travel, 0 to 255; `none` sends without that option.",
      default: IP6TNL_DEFAULTS.encaplimit,
      examples: ["none"],
    }),
  ),
  tclass: inherited("Traffic class of outer packets, 0 to 255, or `inherit` the inner packet's.", 255, 0, [16]),
  flowlabel: inherited("Flow label of outer packets, 0 to 1048575, or `inherit` the inner packet's.", 0xfffff, 0, [5]),
  dscp: Type.Optional(
    flag({
      description:
        "Gives inner packets the class of the outer one as they come out (`dscp inherit` of ip). To take it away it is made " +
        "anew.",
      default: IP6TNL_DEFAULTS.dscp,
    }),
  ),
  allowLocalremote: Type.Optional(
    flag({
      description: "The other end may be an address of this host.",
      default: IP6TNL_DEFAULTS.allowLocalremote,
    }),
  ),
  fwmark: Type.Optional(
    Type.Union([fwmark, Type.Literal("inherit")], {
      description:
        "Mark of outer packets, by which rules choose their route, or `inherit` the inner packet's. 0 is none.",
      default: TUNNEL_DEFAULTS.fwmark,
      examples: [7],
    }),
  ),
  ...encapFields,
  encapCsum6: Type.Optional(
    flag({ description: "Checksums in outer UDP, with `encap`.", default: IP6TNL_DEFAULTS.encapCsum6 }),
  ),
  external,
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes. Default: what the parent takes (1500 without one) less 48 (40 with `encaplimit: none`) and " +
        "what `encap` adds, at least 1280.",
    }),
  ),
};
