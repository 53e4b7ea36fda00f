import type { Names, Place } from "../names.ts";

/** One packet as tcpdump saw it. */
export interface Packet {
  /** ISO 8601 with microseconds, UTC. */
  time: string;
  /** Of the frame; null where the interface has no MAC addresses (tun). */
  source: End | null;
  destination: End | null;
  /** What the frame carries: "ARP", "IPv4", "IPv6", ...; null where tcpdump does not say. */
  protocol: string | null;
  /** Bytes of the whole frame. */
  length: number | null;
  /** tcpdump's own words, with addresses as they are. */
  text: string;
}

export interface End {
  mac: string;
  /** The interface that has this MAC address. */
  owner: Place | null;
}

const TIME = /^(\d+)\.(\d{6}) (.*)$/;
const FRAME = /^(\S+) > (\S+?), (?:ethertype )?([^,(]+?)(?: \([^)]*\))?, (?:[^:]*, )?length (\d+): (.*)$/;
const MAC = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/** Reads a line of `tcpdump -n -e -tt`; undefined for what continues the packet above. */
export function readPacket(line: string, names: Names): Packet | undefined {
  const [, seconds, fraction, rest = ""] = TIME.exec(line) ?? [];
  if (seconds === undefined || fraction === undefined) return undefined;
  const time = `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
  const frame = FRAME.exec(rest);
  if (!frame) return { time, source: null, destination: null, protocol: null, length: null, text: rest };
  const [, from = "", to = "", protocol = "", length, text = ""] = frame;
  return { time, source: end(from, names), destination: end(to, names), protocol, length: Number(length), text };
}

function end(text: string, names: Names): End | null {
  // tcpdump names the address of all.
  const mac = text.toLowerCase() === "broadcast" ? "ff:ff:ff:ff:ff:ff" : text;
  return MAC.test(mac) ? { mac, owner: names.mac(mac) ?? null } : null;
}
