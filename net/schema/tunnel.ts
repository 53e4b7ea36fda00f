import { Type } from "typebox";
import { isGroup } from "../ip.ts";
import { ETHERNET_MTU, type MtuRule } from "../mtu.ts";
import { flag, ifName, ip, words } from "../schema.ts";

/**
 * Types whose packets travel in packets of IP of their own. They only send by their parent: they outlive it, take larger
 * packets than it does, and are up while it is down.
 */
export const TUNNELS: ReadonlySet<string> = new Set(["gre", "gretap", "ipip", "sit", "ip6tnl"]);

/** Those, and others whose packets go to a `remote` by the routes of the scope. */
export const TO_A_REMOTE: ReadonlySet<string> = new Set([...TUNNELS, "vxlan"]);

/** What `ip link` makes one with (ip/link_gre.c, ip/link_iptnl.c, ip/link_ip6tnl.c). */
export const TUNNEL_DEFAULTS = {
  ttl: "inherit",
  tos: 0,
  pmtudisc: true,
  fwmark: 0,
  encap: "none",
  encapCsum: false,
  encapRemcsum: false,
  external: false,
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** Bytes that UDP adds, and what comes after it (net/ipv4/fou_core.c: fou_encap_hlen, gue_encap_hlen). */
function encapBytes({ encap, encapRemcsum }: Fields): number {
  if (encap === "fou") return 8;
  if (encap === "gue") return encapRemcsum === true ? 20 : 12;
  return 0;
}

/** Bytes of all outer headers, those of Ethernet left out. */
export function outerBytes(fields: Fields, headers: (fields: Fields) => number): number {
  return headers(fields) + encapBytes(fields);
}

/** What the parent carries, or Ethernet, less the outer headers, and no less than the kernel goes by. */
export function tunnelMtu(headers: (fields: Fields) => number, least: number): MtuRule {
  return ({ bridge, parent, fields }) => {
    if (bridge !== undefined) return bridge;
    const below = typeof fields.parent === "string" ? parent : ETHERNET_MTU;
    return below && Math.max(below - outerBytes(fields, headers), least);
  };
}

/** Whether it sends to a multicast group. */
export function sendsToGroup({ remote }: Fields): boolean {
  return isGroup(remote);
}

const off = (description: string) => Type.Optional(flag({ description, default: false }));

const udpPort = (description: string, examples: number[]) =>
  Type.Optional(Type.Integer({ description, minimum: 1, maximum: 65535, examples }));

export const parent = Type.Optional(
  ifName({
    description:
      "The interface, in the same scope, that outer packets leave by (`dev` of ip). Default: as the routes say. To take " +
      "it away it is made anew.",
    examples: ["eth0"],
  }),
);

export const fwmark = Type.Integer({
  description: "Mark of outer packets, by which rules choose their route. 0 is none.",
  minimum: 0,
  maximum: 0xffff_ffff,
  default: TUNNEL_DEFAULTS.fwmark,
  examples: [7],
});

export const external = off(
  "A program or a route says for each packet where it goes: without the fields that say it for all of them. One of a " +
    "type in each scope. To change it, it is made anew.",
);

/** Outer packets inside UDP, whose other end listens by `ip fou`. */
export const encapFields = {
  encap: Type.Optional(
    words(["none", "fou", "gue"], {
      description:
        "Sends outer packets inside UDP: `fou` without a header of its own, `gue` with one. The kernel's module fou (fou6) " +
        "must be loaded.",
      default: TUNNEL_DEFAULTS.encap,
      examples: ["fou"],
    }),
  ),
  encapSport: udpPort("UDP source port, with `encap`. Default: each flow has one of its own.", [5556]),
  encapDport: udpPort(
    "UDP port of the other end. Default: none, which only a tunnel without `encap` does without.",
    [5555],
  ),
  encapRemcsum: off("Remote checksum offload, with `encap: gue`."),
};

/** What tunnels over IPv4 have in common. */
export const overIpv4 = {
  parent,
  remote: Type.Optional(
    ip({
      description: "The other end, of IPv4. Default: any. To and from none it is made anew.",
      examples: ["192.0.2.2"],
    }),
  ),
  local: Type.Optional(
    ip({ description: "Source of the outer packets, of IPv4. Default: as the routes say.", examples: ["192.0.2.1"] }),
  ),
  ttl: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 255 }), Type.Literal("inherit")], {
      description: "Time to live of outer packets, 1 to 255, or `inherit` that of the inner packet.",
      default: TUNNEL_DEFAULTS.ttl,
      examples: [64],
    }),
  ),
  tos: Type.Optional(
    Type.Union([Type.Integer({ minimum: 0, maximum: 255 }), Type.Literal("inherit")], {
      description: "Type of service of outer packets, 0 to 255, or `inherit` the inner packet's.",
      default: TUNNEL_DEFAULTS.tos,
      examples: [16],
    }),
  ),
  pmtudisc: Type.Optional(
    flag({ description: "Outer packets must not be fragmented.", default: TUNNEL_DEFAULTS.pmtudisc }),
  ),
  fwmark: Type.Optional(fwmark),
  ...encapFields,
  encapCsum: off("Checksums in outer UDP, with `encap`."),
};
