import type { KnownSets } from "../sets/lookup.ts";

/** A packet as a firewall sees it at one place. What is not known is undefined, and a match on it cannot be told. */
export interface Packet {
  family: 4 | 6;
  /** Those of tunnels as /etc/protocols calls them: "ipencap" is IPv4 in another packet, "ipv6" IPv6. */
  protocol: "icmp" | "icmpv6" | "tcp" | "udp" | "gre" | "ipencap" | "ipv6";
  /** Empty for anybody: a match on it cannot be told then. */
  src: string;
  dst: string;
  sport?: number;
  dport?: number;
  icmpType?: number;
  /** Neighbour discovery is not tracked. */
  state: "NEW" | "ESTABLISHED" | "UNTRACKED";
  /** TCP flags that are set. */
  flags: string[];
}

/** A packet at a hook: with the devices it came in by and goes out by, as far as there are any. */
export interface Seen extends Packet {
  in?: string;
  out?: string;
  /** Ports of the bridge that the packet crosses without being routed. */
  physIn?: string;
  physOut?: string;
  /** What Ethernet carries, where that is not an IP packet of the family. */
  ether?: "ARP";
  /** The machine's sets, for rules that ask one. Default: not known. */
  sets?: KnownSets;
  /** Addresses of the machine itself, for `addrtype`. */
  local: readonly string[];
}

/** The packet that answers this one. */
export function answerTo(packet: Packet): Packet {
  const { sport, dport, icmpType, ...rest } = packet;
  return {
    ...rest,
    src: packet.dst,
    dst: packet.src,
    ...(dport === undefined ? {} : { sport: dport }),
    ...(sport === undefined ? {} : { dport: sport }),
    ...(icmpType === undefined ? {} : { icmpType: packet.family === 4 ? 0 : 129 }),
    state: "ESTABLISHED",
    flags: packet.protocol === "tcp" ? ["SYN", "ACK"] : [],
  };
}
