import { Type } from "typebox";
import { flag, mtu, network, words } from "../schema.ts";
import { external, overIpv4, tunnelMtu } from "./tunnel.ts";

/** What `ip link` makes a sit with (net/ipv6/sit.c, ipip6_tunnel_clone_6rd): 6to4, RFC 3056. */
export const SIT_DEFAULTS = { ip6rdPrefix: "2002::/16", isatap: false } as const;

export const IPTUNNEL_MODE = "any";

/** IPv4 alone. */
const HEADERS = 20;

/** The kernel makes no sit smaller than IPv6 needs. */
export const SIT_LEAST = 1280;

export const ipipMtu = tunnelMtu(() => HEADERS, 68);

export const sitMtu = tunnelMtu(() => HEADERS, SIT_LEAST);

const mode = <const Word extends string>(choices: readonly Word[], what: string, example: Word) =>
  Type.Optional(
    words<Word | "mplsip" | "any">([...choices, "mplsip", "any"], {
      description: `What it carries: ${what} (\`mplsip\`), or \`any\` of them. To change it, it is made anew.`,
      default: IPTUNNEL_MODE,
      examples: [example],
    }),
  );

const size = (least: number) =>
  Type.Optional(
    mtu({
      description:
        "Largest packet in bytes. Default: what the parent takes (1500 without one) less 20 and what `encap` adds, " +
        `at least ${least}.`,
    }),
  );

/** What an ipip has besides the fields of all links. */
export const ipipFields = {
  ...overIpv4,
  mode: mode(["ipip"], "IPv4 (`ipip`), MPLS", "ipip"),
  external,
  mtu: size(68),
};

/** What a sit has besides the fields of all links. */
export const sitFields = {
  ...overIpv4,
  mode: mode(["ip6ip", "ipip"], "IPv6 (`ip6ip`), IPv4 (`ipip`), MPLS", "ip6ip"),
  isatap: Type.Optional(
    flag({
      description: "Addresses hold those of IPv4 (ISATAP, RFC 5214). To change it, it is made anew.",
      default: SIT_DEFAULTS.isatap,
    }),
  ),
  ip6rdPrefix: Type.Optional(
    network({
      description:
        "The prefix that addresses of IPv4 stand behind: of such a destination they are the other end, where `remote` is " +
        "none (`6rd-prefix` of ip, RFC 5969).",
      default: SIT_DEFAULTS.ip6rdPrefix,
      examples: ["2001:db8::/32"],
    }),
  ),
  ip6rdRelayPrefix: Type.Optional(
    network({
      description:
        "What all these addresses of IPv4 begin with, and is left out (`6rd-relay_prefix` of ip). Default: nothing.",
      examples: ["10.0.0.0/8"],
    }),
  ),
  mtu: size(SIT_LEAST),
};
