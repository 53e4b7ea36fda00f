import { Type } from "typebox";
import { ipOf } from "../ip.ts";
import { flag, mac, mtu } from "../schema.ts";
import { external, overIpv4, sendsToGroup, tunnelMtu } from "./tunnel.ts";

type Fields = Readonly<Record<string, unknown>>;

/** IPv4 and GRE, with four bytes more for each of checksum, key and number (include/net/gre.h, gre_calc_hlen). */
function headers(fields: Fields): number {
  const { key, okey = key ?? null, csum, ocsum = csum, seq, oseq = seq } = fields;
  const more = [okey !== null || sendsToGroup(fields), ocsum === true, oseq === true];
  return 24 + 4 * more.filter(Boolean).length;
}

const ETHERNET_HEADER = 14;

/** The kernel goes by no less than IPv4 needs (net/ipv4/ip_tunnel.c, ip_tunnel_bind_dev). */
const LEAST = 68;

export const greMtu = tunnelMtu(headers, LEAST);

export const gretapMtu = tunnelMtu((fields) => headers(fields) + ETHERNET_HEADER, LEAST);

const BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

const keyed = (description: string) =>
  Type.Optional(
    Type.Union(
      [
        Type.Integer({ minimum: 0, maximum: 0xffff_ffff }),
        Type.String({ pattern: `^${BYTE}\\.${BYTE}\\.${BYTE}\\.${BYTE}$` }),
      ],
      { description, examples: [42, "0.0.0.43"] },
    ),
  );

/** A key as the number that it is; null where there is none, or what is none. */
export function keyNumber(value: unknown): number | null {
  const bytes = ipOf(value);
  if (bytes !== undefined) return Number(bytes.value);
  return typeof value === "number" ? value : null;
}

const off = (description: string) => Type.Optional(flag({ description, default: false }));

/** Without a default in the schema: what is filled in would be said, and both directions are said in one way. */
const directed = (description: string) => Type.Optional(flag({ description, examples: [true] }));

/** What a gre and a gretap have besides the fields of all links. */
const both = {
  ...overIpv4,
  ignoreDf: off("Fragments outer packets although inner ones say that they must not be. Needs `pmtudisc: false`."),
  key: keyed(
    "Tells tunnels between the same two ends apart, in both directions: 0 to 4294967295, or as four bytes with dots. " +
      "Default: none, and the group's address where `remote` is one.",
  ),
  ikey: keyed("The key of packets that come in. Default: as `key`."),
  okey: keyed("The key of packets that go out. Default: as `key`."),
  csum: directed("Checksums in both directions: a packet that comes without one is dropped. Default: false."),
  icsum: directed("Packets that come in have a checksum. Default: as `csum`."),
  ocsum: directed("Packets that go out have a checksum. Default: as `csum`."),
  seq: directed("Numbers in both directions: a packet that comes late is dropped. Default: false."),
  iseq: directed("Packets that come in have numbers. Default: as `seq`."),
  oseq: directed("Packets that go out have numbers. Default: as `seq`."),
  external,
};

const size = (headers: number, least: string) =>
  Type.Optional(
    mtu({
      description:
        `Largest packet in bytes. Default: ${least}what the parent takes (1500 without one) less ${headers}, four more for ` +
        "each of checksum, key and number of packets that go out, and what `encap` adds.",
    }),
  );

export const greFields = { ...both, mtu: size(24, "") };

export const gretapFields = {
  ...both,
  mac: Type.Optional(mac({ description: "Hardware address. Default: one of its own, that it keeps for its life." })),
  mtu: size(38, "what the bridge says that it is a port of, else "),
};
