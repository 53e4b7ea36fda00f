import { contains, network, parseIp, parseRange } from "../ip.ts";
import { lookUp } from "../sets/lookup.ts";
import type { Seen } from "./packet.ts";

/** Whether a rule applies to a packet: undefined where the rule asks for something that cannot be told from here. */
export type Told = boolean | undefined;

/** One option of a rule with what it takes: how many words, and whether the packet meets them. */
export interface Option {
  words: number;
  meets(packet: Seen, first: string, second: string): Told;
}

export const ALWAYS: Option = { words: 1, meets: () => true };

export const one = (meets: (packet: Seen, word: string) => Told): Option => ({ words: 1, meets });

/** The options of iptables and of the match extensions that occur in ordinary rule sets. Any other is undecided. */
export const OPTIONS: Record<string, Option> = {
  "-s": one((packet, cidr) => (packet.src === "" && isLinkLocal(cidr) ? false : inNetwork(packet.src, cidr))),
  "-d": one((packet, cidr) => inNetwork(packet.dst, cidr)),
  "-i": one((packet, name) => isDevice(packet.in, name)),
  "-o": one((packet, name) => isDevice(packet.out, name)),
  "-p": one((packet, protocol) => isProtocol(packet.protocol, protocol)),
  "-m": ALWAYS,
  "--comment": ALWAYS,
  "--sport": one((packet, ports) => isPort(packet.sport, ports)),
  "--dport": one((packet, ports) => isPort(packet.dport, ports)),
  "--sports": one((packet, ports) => isPort(packet.sport, ports)),
  "--dports": one((packet, ports) => isPort(packet.dport, ports)),
  "--icmp-type": one((packet, type) => packet.icmpType === Number(type.split("/")[0])),
  "--icmpv6-type": one((packet, type) => packet.icmpType === Number(type.split("/")[0])),
  "--ctstate": one((packet, states) => states.split(",").includes(packet.state)),
  "--state": one((packet, states) => states.split(",").includes(packet.state)),
  "--dst-type": one((packet, type) => isLocal(packet, packet.dst, type)),
  "--src-type": one((packet, type) => isLocal(packet, packet.src, type)),
  "--physdev-in": one((packet, name) => isDevice(packet.physIn, name)),
  "--physdev-out": one((packet, name) => isDevice(packet.physOut, name)),
  "--physdev-is-bridged": { words: 0, meets: (packet) => packet.physOut !== undefined },
  "--physdev-is-in": { words: 0, meets: (packet) => packet.physIn !== undefined },
  "--physdev-is-out": { words: 0, meets: (packet) => packet.physOut !== undefined },
  "--match-set": { words: 2, meets: (packet, name, flags) => isInSet(packet, name, flags) },
  "--tcp-flags": { words: 2, meets: (packet, mask, set) => hasFlags(packet, mask, set) },
};

/** Such senders are on the same wire; whoever is not told comes from anywhere. */
function isLinkLocal(cidr: string): boolean {
  return contains(network(parseRange("fe80::/10")), parseIp(cidr.split("/")[0] ?? ""));
}

function inNetwork(address: string, text: string): Told {
  if (address === "") return undefined;
  return contains(network(parseRange(text)), parseIp(address));
}

/** `br+` stands for every name that begins with br. A packet without such a device meets no name. */
export function isDevice(device: string | undefined, name: string): boolean {
  if (device === undefined) return false;
  return name.endsWith("+") ? device.startsWith(name.slice(0, -1)) : device === name;
}

const NUMBERS: Record<string, string> = {
  "1": "icmp",
  "4": "ipencap",
  "6": "tcp",
  "17": "udp",
  "41": "ipv6",
  "47": "gre",
  "58": "icmpv6",
  "ipv6-icmp": "icmpv6",
};

function isProtocol(protocol: string, text: string): boolean {
  return text === "all" || protocol === (NUMBERS[text] ?? text);
}

function isPort(port: number | undefined, text: string): Told {
  if (port === undefined) return undefined;
  return text.split(",").some((run) => {
    const [first = "", last = first] = run.split(":");
    return Number(first || 0) <= port && port <= Number(last || 65535);
  });
}

function isLocal(packet: Seen, address: string, type: string): Told {
  if (type !== "LOCAL" || address === "") return undefined;
  return packet.local.includes(address) || address.startsWith("127.");
}

function isInSet({ sets, ...packet }: Seen, name: string, flags: string): Told {
  const found = sets && lookUp(sets, name, flags, packet);
  return found === undefined ? undefined : found !== false;
}

function hasFlags(packet: Seen, mask: string, set: string): boolean {
  const wanted = set.split(",");
  return mask.split(",").every((flag) => packet.flags.includes(flag) === wanted.includes(flag));
}
