import { contains, network, parseIp, parseRange } from "../ip.ts";
import type { Told } from "../walk/match.ts";
import type { Seen } from "../walk/packet.ts";
import { type NftChain, placeOf, type Ruleset, type Statement } from "./ruleset.ts";

/** What a packet has where a rule looks: a text or number; null where it has no such thing; undefined where it is not known. */
type Value = string | number | null | undefined;

interface Match {
  op: string;
  left: Record<string, Record<string, string>>;
  right: unknown;
}

/** Whether a packet meets the statement; undefined where that cannot be told from here. */
export function meets({ match }: Statement, packet: Seen, chain: NftChain, rules: Ruleset): Told {
  const { op, left, right } = match as Match;
  const value = fieldOf(left, packet);
  if (value === undefined) return undefined;
  // A packet of another protocol never meets a match on a field of this one.
  if (value === null) return false;
  const met = isAmong(value, right, chain, rules);
  if (op === "!=") return met === undefined ? undefined : !met;
  if (op === "==" || op === "in") return met;
  return ordered(op, value, right);
}

export function fieldOf(left: Record<string, Record<string, string>>, packet: Seen): Value {
  if (left.payload) return payload(left.payload, packet);
  if (left.meta) return META[left.meta.key ?? ""]?.(packet);
  if (left.ct?.key === "state") return packet.state.toLowerCase();
  return undefined;
}

function payload({ protocol, field }: Record<string, string>, packet: Seen): Value {
  if (protocol === "ip" || protocol === "ip6") {
    if (packet.ether !== undefined || packet.family !== (protocol === "ip" ? 4 : 6)) return null;
    return { saddr: packet.src, daddr: packet.dst, protocol: packet.protocol, nexthdr: nextHeader(packet) }[
      field ?? ""
    ];
  }
  if (protocol === "ether") return field === "type" ? ethernetType(packet) : undefined;
  if (protocol === "arp") return packet.ether === undefined ? null : undefined;
  if (packet.ether !== undefined) return null;
  const mine = protocol === packet.protocol || (protocol === "th" && packet.dport !== undefined);
  if (!mine) return ["tcp", "udp", "icmp", "icmpv6", "sctp", "th"].includes(protocol ?? "") ? null : undefined;
  if (field === "type") return packet.icmpType;
  return field === "dport" ? packet.dport : field === "sport" ? packet.sport : undefined;
}

const META: Record<string, (packet: Seen) => Value> = {
  iifname: (packet) => packet.in ?? null,
  iif: (packet) => packet.in ?? null,
  oifname: (packet) => packet.out ?? null,
  oif: (packet) => packet.out ?? null,
  l4proto: nextHeader,
  nfproto: ({ family }) => (family === 4 ? "ipv4" : "ipv6"),
  protocol: ethernetType,
};

function nextHeader({ protocol }: Seen): string {
  return protocol === "icmpv6" ? "ipv6-icmp" : protocol;
}

function ethernetType({ family, ether }: Seen): string {
  if (ether !== undefined) return "arp";
  return family === 4 ? "ip" : "ip6";
}

/** As a number stands in a rule, and as the packet has it. */
const ICMP_TYPES: Record<string, readonly number[]> = { "echo-request": [8, 128], "echo-reply": [0, 129] };

function isAmong(value: string | number, right: unknown, chain: NftChain, rules: Ruleset): Told {
  if (typeof right === "string" && right.startsWith("@")) {
    const elements = rules.sets.get(`${placeOf(chain)} ${right.slice(1)}`);
    return elements && anyOf(value, elements, chain, rules);
  }
  if (typeof right === "number" || typeof right === "string") return isValue(value, right);
  if (Array.isArray(right)) return anyOf(value, right, chain, rules);
  const { set, prefix, range, elem } = (right ?? {}) as Record<string, never>;
  if (set !== undefined) return isAmong(value, set, chain, rules);
  if (elem !== undefined) return isAmong(value, (elem as { val: unknown }).val, chain, rules);
  if (prefix !== undefined) return inPrefix(value, prefix);
  return range === undefined ? undefined : between(value, range);
}

function anyOf(value: string | number, list: readonly unknown[], chain: NftChain, rules: Ruleset): Told {
  const told = list.map((one) => isAmong(value, one, chain, rules));
  if (told.includes(true)) return true;
  return told.includes(undefined) ? undefined : false;
}

/** Names of interfaces may end in a star. Words for a port that is given as a number cannot be told. */
function isValue(value: string | number, text: string | number): Told {
  if (typeof value === "number") {
    if (typeof text === "number") return value === text;
    return ICMP_TYPES[text]?.includes(value) ?? (/^[a-z-]+$/.test(text) ? false : undefined);
  }
  const word = String(text);
  if (word === "icmpv6") return value === "ipv6-icmp" || value === word;
  if (word.endsWith("*")) return value.startsWith(word.slice(0, -1));
  return value === word;
}

function inPrefix(value: string | number, { addr, len }: { addr: string; len: number }): Told {
  if (typeof value === "number" || value.includes(":") !== addr.includes(":")) return false;
  return contains(network(parseRange(`${addr}/${len}`)), parseIp(value));
}

function between(value: string | number, [low, high]: [unknown, unknown]): Told {
  if (typeof value !== "number" || typeof low !== "number" || typeof high !== "number") return undefined;
  return low <= value && value <= high;
}

function ordered(op: string, value: string | number, right: unknown): Told {
  if (typeof value !== "number" || typeof right !== "number") return undefined;
  return { "<": value < right, ">": value > right, "<=": value <= right, ">=": value >= right }[op];
}
