import { formatCidr, parseCidr } from "../../../../net/ip.ts";
import { IPTUNNEL_MODE, SIT_DEFAULTS } from "../../../../net/schema/iptunnel.ts";
import type { Json } from "../../json.ts";
import type { Change } from "../../model.ts";
import { mark, type Property, type Sides, text } from "./properties.ts";
import { external, overIpv4, tunnel } from "./tunnel.ts";
import type { LinkType } from "./type.ts";

/** A dump says it under another name, and in front. */
export const mode: Property = { ...text("mode", IPTUNNEL_MODE), read: ({ proto }) => proto ?? IPTUNNEL_MODE };

/** A network that a dump has in two parts; where the one is not set, it has neither. Both prefixes are set together. */
function prefix(word: string, usual: Json): Property {
  return {
    usual,
    read: (data) => (data[word] === undefined ? null : `${data[word]}/${data[`${word}len`]}`),
    words: (_value: Json, { want }: Sides) => {
      const { ip6rdPrefix, ip6rdRelayPrefix } = want?.props ?? {};
      return `6rd-prefix ${ip6rdPrefix ?? SIT_DEFAULTS.ip6rdPrefix} 6rd-relay_prefix ${ip6rdRelayPrefix ?? "0.0.0.0/0"}`;
    },
    canonical: (value) => (value === null ? null : formatCidr(parseCidr(String(value)))),
  };
}

/** One that leads to no other end does not become one that does (net/ipv4/ip_tunnel.c, net/ipv6/sit.c). */
function isFixed({ property, want, have }: Change): boolean {
  if (property === "parent") return want === null;
  return property === "remote" && (want === null || have === null);
}

/** The kernel takes it for a living one, as it takes `isatap`, and does nothing. */
const IGNORED = ["mode"];

/** Packets of IPv4 in packets of IPv4. */
export const ipip: LinkType = {
  ...tunnel("ipip", {
    part: { what: "ipip", config: "CONFIG_NET_IPIP", module: "ipip" },
    remote: "192.0.2.1",
    properties: { ...overIpv4, mode, external },
    besideExternal: ["mode"],
    fixed: IGNORED,
    isFixed,
  }),
  flags: () => ({ arp: false }),
};

/** Packets of IPv6 in packets of IPv4. */
export const sit: LinkType = {
  ...tunnel("sit", {
    part: { what: "sit", config: "CONFIG_IPV6_SIT", module: "sit" },
    remote: "192.0.2.1",
    properties: {
      ...overIpv4,
      mode,
      isatap: mark("isatap"),
      ip6rdPrefix: prefix("prefix", SIT_DEFAULTS.ip6rdPrefix),
      ip6rdRelayPrefix: prefix("relay_prefix", null),
    },
    fixed: [...IGNORED, "isatap"],
    isFixed,
  }),
  flags: () => ({ arp: false }),
};
