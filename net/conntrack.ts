import { few } from "./few.ts";
import { bracketed, formatIp, parseIp } from "./ip.ts";

/** One direction of a flow: where its packets come from and go to. Protocols without ports have none. */
export interface Way {
  src: string;
  dst: string;
  sport?: number;
  dport?: number;
}

/** A connection as the kernel tracks it: how it began, and how its answers look before they are translated back. */
export interface Flow {
  family: "ipv4" | "ipv6";
  /** As iptables names it: "tcp", "udp", "icmp", "ipv6-icmp"; a number where it has no name. */
  protocol: string;
  /** Type, code and identifier of the message that began a flow of ICMP. */
  icmp?: { type: number; code: number; id: number };
  /** The kernel remembers it, and nobody waits for more of it: an answered message of ICMP, a closed connection of TCP. */
  over: boolean;
  original: Way;
  reply: Way;
}

/**
 * Reads what `conntrack -L -o extended` and /proc/net/nf_conntrack print. Flows of a zone other than 0 are left out:
 * who made the zone keeps rules of their own for it.
 *
 * @example readFlows("ipv4 2 udp 17 29 src=192.0.2.9 dst=192.0.2.1 sport=4000 dport=53 src=10.0.0.2 dst=192.0.2.9 sport=53 dport=4000 mark=0\n")[0].protocol // "udp"
 */
export function readFlows(text: string): Flow[] {
  return text.split("\n").flatMap((line) => readFlow(line) ?? []);
}

function readFlow(line: string): Flow | undefined {
  const [, four = "", name = "", number = "", state = ""] =
    /^ipv([46])\s+\d+\s+(\S+)\s+(\d+)\s+\d+\s+(\S+)/.exec(line) ?? [];
  const [original, reply] = waysOf(line);
  if (name === "" || !original || !reply || /zone=(?!0\b)/.test(line)) return undefined;
  const [, type, code, id] = /\stype=(\d+) code=(\d+) id=(\d+)/.exec(line) ?? [];
  return {
    family: four === "4" ? "ipv4" : "ipv6",
    protocol: name === "unknown" ? number : name === "icmpv6" ? "ipv6-icmp" : name,
    ...(type === undefined ? {} : { icmp: { type: Number(type), code: Number(code), id: Number(id) } }),
    over: type !== undefined || CLOSED.has(state),
    original,
    reply,
  };
}

/** States of TCP in which neither side sends data any more. */
const CLOSED: ReadonlySet<string> = new Set(["TIME_WAIT", "CLOSE", "LAST_ACK"]);

const WAY = /\ssrc=(\S+) dst=(\S+)(?: sport=(\d+) dport=(\d+))?/g;

function waysOf(line: string): Way[] {
  return [...line.matchAll(WAY)].map(([, src = "", dst = "", sport, dport]) => ({
    src: spelled(src),
    dst: spelled(dst),
    ...(sport === undefined ? {} : { sport: Number(sport) }),
    ...(dport === undefined ? {} : { dport: Number(dport) }),
  }));
}

/** /proc spells IPv6 addresses out in full. */
function spelled(address: string): string {
  return address.length === "0000:0000:0000:0000:0000:0000:0000:0000".length ? formatIp(parseIp(address)) : address;
}

/** Longer lists say no more. */
const SHOWN = 5;

/** Several as a person reads them, on one line. */
export function sayFlows(flows: readonly Flow[]): string {
  return few(flows.map(sayFlow), SHOWN, "; ");
}

/**
 * A flow as a person reads it.
 *
 * @example sayFlow(flow) // "udp 192.0.2.9:4000 -> 192.0.2.1:53, answered by 10.0.0.2:53"
 */
export function sayFlow({ protocol, original, reply }: Flow): string {
  const end = (address: string, port: number | undefined) =>
    port === undefined ? address : `${bracketed(address)}:${port}`;
  const there = end(original.dst, original.dport);
  const answers = end(reply.src, reply.sport);
  const other = there === answers ? "" : `, led to ${answers}`;
  return `${protocol} ${end(original.src, original.sport)} -> ${there}${other}`;
}
