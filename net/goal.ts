import { type Bounds, boundsOf } from "./bounds.ts";
import { Invalid } from "./invalid.ts";
import { formatIp, type Ip, isMulticast, parseIp } from "./ip.ts";
import { parsePorts } from "./port.ts";
import { parsePercent, parseRate, parseTime } from "./quantity.ts";
import type { Expectation } from "./schema/expectation.ts";
import { MEASURE_DEFAULTS } from "./schema/measure.ts";

/** What a probe has to do, with addresses instead of names. Plain data: it travels to the probe program as JSON. */
export type Goal = PingGoal | TcpGoal | HttpGoal | DnsGoal | ThroughputGoal;

export interface PingGoal {
  kind: "ping";
  /** An address, or a name for the resolver of the machine. */
  host: string;
  /** What is measured once it is answered. */
  measure?: PingMeasure;
}

export interface PingMeasure {
  count: number;
  /** Microseconds. */
  rtt?: Bounds;
  /** Percent. */
  loss?: Bounds;
}

export interface ThroughputGoal {
  kind: "throughput";
  host: string;
  port: number;
  seconds: number;
  /** Bits a second. */
  rate: Bounds;
}

export interface TcpGoal {
  kind: "tcp";
  host: string;
  port: number;
}

export interface HttpGoal {
  kind: "http";
  url: string;
  host: string;
  port: number;
  status?: number;
  body?: string;
}

export interface DnsGoal {
  kind: "dns";
  name: string;
  server?: string;
  address?: string;
}

/** The address that a name of the document stands for; undefined for a name that it does not know. */
export type AddressOf = (name: string) => string | undefined;

const HOSTNAME = /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*\.?$/;
const URL_FIX = "write it in full, as in http://127.0.0.1:18080/ or http://[fd00::1]/";
const TCP_FIX = "write ADDRESS:PORT, NAME:PORT or [IPV6]:PORT, as in BLUE:80";

/**
 * What the expectation asks for.
 *
 * @throws {Invalid} for a target that is no address, no name of the document and no domain name
 */
export function goalOf(expectation: Expectation, addressOf: AddressOf): Goal {
  const { ping, tcp, http, dns, throughput } = expectation;
  if (ping !== undefined) return pingGoal(typeof ping === "string" ? { to: ping } : ping, addressOf);
  if (tcp !== undefined) return tcpGoal(tcp, addressOf);
  if (http !== undefined) return httpGoal(typeof http === "string" ? { url: http } : http, addressOf);
  if (dns !== undefined) return dnsGoal(typeof dns === "string" ? splitDns(dns) : dns, addressOf);
  if (throughput !== undefined) return throughputGoal(throughput, addressOf);
  throw new Invalid(expectation, "an expectation tries something", "add one of ping, tcp, http, dns and throughput");
}

type Measured = Exclude<NonNullable<Expectation["ping"]>, string>;

function pingGoal({ to, count = MEASURE_DEFAULTS.count, rtt, loss }: Measured, addressOf: AddressOf): PingGoal {
  const host = hostOf(to, addressOf);
  if (rtt === undefined && loss === undefined) return { kind: "ping", host };
  const bounds = {
    ...(rtt && { rtt: boundsOf(rtt, parseTime) }),
    ...(loss && { loss: boundsOf(loss, parsePercent) }),
  };
  return { kind: "ping", host, measure: { count, ...bounds } };
}

function throughputGoal(goal: NonNullable<Expectation["throughput"]>, addressOf: AddressOf): ThroughputGoal {
  const { to, port = MEASURE_DEFAULTS.port, seconds = MEASURE_DEFAULTS.seconds, rate } = goal;
  return { kind: "throughput", host: hostOf(to, addressOf), port, seconds, rate: boundsOf(rate, parseRate) };
}

function tcpGoal(text: string, addressOf: AddressOf): TcpGoal {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):([0-9]+)$/.exec(text);
  if (!match) throw new Invalid(text, "a TCP target is an address and a port", TCP_FIX);
  return { kind: "tcp", host: hostOf(match[1] ?? match[2] ?? "", addressOf), port: portOf(match[3] ?? "") };
}

function portOf(text: string): number {
  return parsePorts(text).first;
}

function httpGoal(http: { url: string; status?: number; body?: string }, addressOf: AddressOf): HttpGoal {
  // The URL class lower-cases the host, and names of namespaces have capitals: so the name is taken from the text.
  const match = /^(https?):\/\/(?:\[([^\]]*)\]|([^/:?#@]*))(?::([0-9]+))?(?:[/?#]|$)/.exec(http.url);
  if (!match || !URL.canParse(http.url)) throw new Invalid(http.url, "not an http or https URL", URL_FIX);
  const host = hostOf(match[2] ?? match[3] ?? "", addressOf);
  const port = match[4] === undefined ? (match[1] === "https" ? 443 : 80) : portOf(match[4]);
  return { kind: "http", ...http, host, port };
}

function splitDns(text: string): { name: string; server?: string } {
  const [name = "", server, ...rest] = text.split("@");
  if (rest.length > 0) throw new Invalid(text, "a DNS target is NAME or NAME@SERVER", "write c1@127.0.0.11");
  return server === undefined ? { name } : { name, server };
}

function dnsGoal(dns: { name: string; server?: string; address?: string }, addressOf: AddressOf): DnsGoal {
  if (!HOSTNAME.test(dns.name)) throw new Invalid(dns.name, "not a domain name", "write one, as in c1 or example.com");
  return {
    kind: "dns",
    name: dns.name,
    ...(dns.server === undefined ? {} : { server: addressOf(dns.server) ?? formatIp(parseIp(dns.server)) }),
    ...(dns.address === undefined ? {} : { address: addressOf(dns.address) ?? formatIp(parseIp(dns.address)) }),
  };
}

function hostOf(text: string, addressOf: AddressOf): string {
  const known = addressOf(text);
  if (known !== undefined) return known;
  if (text.includes(":") || /^[0-9.]+$/.test(text)) return formatIp(machineOf(text));
  if (HOSTNAME.test(text) && (text.includes(".") || text === "localhost")) return text;
  throw new Invalid(text, "neither an address nor a name of this document", "declare it, or write its address");
}

/** A group is answered by the sender's own machine, if by nobody else: that proves nothing. */
function machineOf(text: string): Ip {
  const ip = parseIp(text);
  if (isMulticast(ip))
    throw new Invalid(text, "an address of a group, and no machine's", "name one that has to answer");
  return ip;
}
