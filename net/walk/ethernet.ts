import { isDevice, OPTIONS, type Option, one } from "./match.ts";
import type { Seen } from "./packet.ts";

const NUMBERS: Record<string, string> = { "0x0800": "IPv4", "0x0806": "ARP", "0x86dd": "IPv6" };

/** What Ethernet carries, as ebtables spells it. */
function etherOf({ ether, family }: Seen): string {
  return ether ?? (family === 4 ? "IPv4" : "IPv6");
}

/** A match on a field of IP, which ARP does not have. */
function ip(option: string): Option {
  const { words, meets } = OPTIONS[option] as Option;
  return { words, meets: (packet, ...rest) => (packet.ether === undefined ? meets(packet, ...rest) : false) };
}

/** The options of ebtables, which sees ports of a bridge where iptables sees devices. MAC addresses are undecided. */
export const EBTABLES: Record<string, Option> = {
  "-p": one((packet, name) => etherOf(packet) === (NUMBERS[name] ?? name)),
  "-i": one((packet, name) => isDevice(packet.physIn, name)),
  "-o": one((packet, name) => isDevice(packet.physOut, name)),
  "--logical-in": one((packet, name) => isDevice(packet.in, name)),
  "--logical-out": one((packet, name) => isDevice(packet.out, name)),
  "--ip-src": ip("-s"),
  "--ip-dst": ip("-d"),
  "--ip-proto": ip("-p"),
  "--ip-sport": ip("--sport"),
  "--ip-dport": ip("--dport"),
  "--ip6-src": ip("-s"),
  "--ip6-dst": ip("-d"),
  "--ip6-proto": ip("-p"),
  "--ip6-sport": ip("--sport"),
  "--ip6-dport": ip("--dport"),
};
