/** ICMP messages by name: their number in IPv4 (RFC 792) and in IPv6 (RFC 4443, RFC 4861); some are of one family. */
export const ICMP_TYPES = {
  "echo-reply": { ipv4: 0, ipv6: 129 },
  "echo-request": { ipv4: 8, ipv6: 128 },
  "destination-unreachable": { ipv4: 3, ipv6: 1 },
  "packet-too-big": { ipv6: 2 },
  "time-exceeded": { ipv4: 11, ipv6: 3 },
  "parameter-problem": { ipv4: 12, ipv6: 4 },
  redirect: { ipv4: 5, ipv6: 137 },
  "router-solicitation": { ipv4: 10, ipv6: 133 },
  "router-advertisement": { ipv4: 9, ipv6: 134 },
  "neighbour-solicitation": { ipv6: 135 },
  "neighbour-advertisement": { ipv6: 136 },
  "timestamp-request": { ipv4: 13 },
  "timestamp-reply": { ipv4: 14 },
} as const satisfies Record<string, Partial<Record<"ipv4" | "ipv6", number>>>;

export type IcmpName = keyof typeof ICMP_TYPES;

/** The families that know a message. */
export function icmpFamilies(type: IcmpName | number): ("ipv4" | "ipv6")[] {
  return typeof type === "number" ? ["ipv4", "ipv6"] : (Object.keys(ICMP_TYPES[type]) as ("ipv4" | "ipv6")[]);
}

/** A message's number in a family; undefined where the family has no such message. */
export function icmpNumber(type: IcmpName | number, family: "ipv4" | "ipv6"): number | undefined {
  if (typeof type === "number") return type;
  const numbers: Partial<Record<"ipv4" | "ipv6", number>> = ICMP_TYPES[type];
  return numbers[family];
}
