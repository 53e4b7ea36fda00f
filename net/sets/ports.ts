import { Invalid } from "../invalid.ts";

/** Protocols that have ports. */
const PORTED = ["tcp", "udp", "sctp", "udplite"];

/** Numbers of /etc/protocols, which a host may not have: protocols without ports, with the port 0 in their place. */
const BARE: Readonly<Record<string, string>> = { "2": "igmp", "47": "gre", "50": "esp", "51": "ah" };

const NUMBERS: Readonly<Record<string, string>> = {
  ...BARE,
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
  "132": "sctp",
  "136": "udplite",
  "ipv6-icmp": "icmpv6",
};

const FIX = "write 80, 8000-8010, udp:53, icmp:8/0 or gre:0";

/** ICMP messages as ipset prints them, by type and code (lib/icmp.c and lib/icmpv6.c of ipset). */
const MESSAGES: Readonly<Record<"icmp" | "icmpv6", Readonly<Record<string, string>>>> = {
  icmp: {
    "echo-reply": "0/0",
    pong: "0/0",
    "network-unreachable": "3/0",
    "host-unreachable": "3/1",
    "protocol-unreachable": "3/2",
    "port-unreachable": "3/3",
    "fragmentation-needed": "3/4",
    "source-route-failed": "3/5",
    "network-unknown": "3/6",
    "host-unknown": "3/7",
    "network-prohibited": "3/9",
    "host-prohibited": "3/10",
    "TOS-network-unreachable": "3/11",
    "TOS-host-unreachable": "3/12",
    "communication-prohibited": "3/13",
    "host-precedence-violation": "3/14",
    "precedence-cutoff": "3/15",
    "source-quench": "4/0",
    "network-redirect": "5/0",
    "host-redirect": "5/1",
    "TOS-network-redirect": "5/2",
    "TOS-host-redirect": "5/3",
    "echo-request": "8/0",
    ping: "8/0",
    "router-advertisement": "9/0",
    "router-solicitation": "10/0",
    "ttl-zero-during-transit": "11/0",
    "ttl-zero-during-reassembly": "11/1",
    "ip-header-bad": "12/0",
    "required-option-missing": "12/1",
    "timestamp-request": "13/0",
    "timestamp-reply": "14/0",
    "address-mask-request": "17/0",
    "address-mask-reply": "18/0",
  },
  icmpv6: {
    "no-route": "1/0",
    "communication-prohibited": "1/1",
    "address-unreachable": "1/3",
    "port-unreachable": "1/4",
    "packet-too-big": "2/0",
    "ttl-zero-during-transit": "3/0",
    "ttl-zero-during-reassembly": "3/1",
    "bad-header": "4/0",
    "unknown-header-type": "4/1",
    "unknown-option": "4/2",
    "echo-request": "128/0",
    ping: "128/0",
    "echo-reply": "129/0",
    pong: "129/0",
    "router-solicitation": "133/0",
    "router-advertisement": "134/0",
    "neighbour-solicitation": "135/0",
    "neighbor-solicitation": "135/0",
    "neighbour-advertisement": "136/0",
    "neighbor-advertisement": "136/0",
    redirect: "137/0",
  },
};

/** A run of ports of a protocol, as many entries of a set. */
export interface PortRun {
  count: number;
  list(): string[];
}

/**
 * Reads a port as ipset does: `80` (tcp), `udp:50-53`, `icmp:8/0`, `icmp:echo-request`, `gre:0`. Names of services are
 * not taken: what they mean hangs on the host.
 *
 * @param family of the set: ICMP is of IPv4, ICMPv6 of IPv6
 * @throws {Invalid} for what is none
 * @example portsOf("udp:50-51", 4).list() // ["udp:50", "udp:51"]
 */
export function portsOf(text: string, family: 4 | 6): PortRun {
  const colon = text.indexOf(":");
  const word = colon < 0 ? "tcp" : text.slice(0, colon).toLowerCase();
  const protocol = NUMBERS[word] ?? word;
  const value = text.slice(colon + 1);
  if (protocol === "icmp" || protocol === "icmpv6") return one(messageOf(text, protocol, value, family));
  if (PORTED.includes(protocol)) {
    const { first, last } = numbersOf(text, value);
    return { count: last - first + 1, list: () => run(first, last).map((port) => `${protocol}:${port}`) };
  }
  if (!/^[a-z0-9.-]+$/.test(protocol)) throw new Invalid(text, "not a port of a protocol", FIX);
  if (!Object.values(BARE).includes(protocol) && !/^[0-9]{1,3}$/.test(protocol))
    throw new Invalid(text, `${protocol} is no protocol that is known here`, "write its number, as in 47:0");
  if (value !== "0") throw new Invalid(text, `${protocol} has no ports`, `write ${protocol}:0`);
  return one(`${protocol}:0`);
}

/**
 * Ports without a protocol, as a bitmap of them has.
 *
 * @throws {Invalid} for anything else
 */
export function numbersOf(text: string, value = text): { first: number; last: number } {
  const [, from, to = from] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(value) ?? [];
  if (from === undefined && /^[a-z]/i.test(value))
    throw new Invalid(text, "a port is a number: what a service's name means hangs on the host", FIX);
  const [first, last] = [Number(from), Number(to)];
  if (from === undefined || first > 65535 || last > 65535)
    throw new Invalid(text, "a port is a whole number from 0 to 65535", FIX);
  if (first > last) throw new Invalid(text, "the range runs backwards", `write ${last}-${first}`);
  return { first, last };
}

export function run(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function one(text: string): PortRun {
  return { count: 1, list: () => [text] };
}

function messageOf(text: string, protocol: "icmp" | "icmpv6", value: string, family: 4 | 6): string {
  const own = family === 4 ? "icmp" : "icmpv6";
  if (protocol !== own) throw new Invalid(text, `a set of IPv${family} has ${own}`, `write ${own}:${value}`);
  const named = Object.entries(MESSAGES[protocol]).find(([name]) => name.toLowerCase() === value.toLowerCase())?.[1];
  const [, type, code] = /^([0-9]{1,3})\/([0-9]{1,3})$/.exec(named ?? value) ?? [];
  if (type === undefined || Number(type) > 255 || Number(code) > 255)
    throw new Invalid(text, "a message of ICMP is TYPE/CODE, or a name that ipset knows", `write ${own}:8/0`);
  return `${protocol}:${Number(type)}/${Number(code)}`;
}
