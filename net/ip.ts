import { Invalid } from "./invalid.ts";

/** An IPv4 or IPv6 address as a number, so that arithmetic on it is exact. */
export interface Ip {
  family: 4 | 6;
  value: bigint;
}

/** An address with its prefix length: `11.11.11.2/24`. The host bits are kept. */
export interface Cidr extends Ip {
  prefix: number;
}

const OCTET = /^(0|[1-9][0-9]{0,2})$/;

/**
 * Parses an address in its canonical spelling only. `010.0.0.1` is 8.0.0.1 to `ip` and 10.0.0.1 to others, and
 * `0x0a.0.0.1` or `10.1` mean different things to each tool, so none of these is accepted.
 *
 * @throws {Invalid} when the text is not one address, spelled in full
 * @example formatIp(parseIp("11.11.11.1")) // "11.11.11.1"
 */
export function parseIp(text: string): Ip {
  if (typeof text !== "string") throw new Invalid(text, "an address is text", 'write it in quotes, "10.0.0.1"');
  return text.includes(":") ? parseIp6(text) : parseIp4(text);
}

function parseIp4(text: string): Ip {
  const octets = text.split(".");
  if (octets.some((octet) => /^0[0-9]+$/.test(octet)))
    throw new Invalid(text, "leading zeros mean octal to some tools", "write each number without leading zeros");
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255))
    throw new Invalid(text, "not an IP address", "write four decimal numbers from 0 to 255, as in 10.0.0.1");
  return { family: 4, value: octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) };
}

function parseIp6(text: string): Ip {
  if (text.includes("%"))
    throw new Invalid(
      text,
      "an address carries no zone here",
      "drop the %; an interface has a field of its own, if any",
    );
  const [, plain, bracketed, port] = /^(?:([0-9.]+):[0-9]*|\[([^[\]]*)\](:[0-9]*)?)$/.exec(text) ?? [];
  const address = plain ?? bracketed;
  if (address !== undefined)
    throw new Invalid(text, `an address has no ${plain || port ? "port" : "brackets"} here`, `write ${address}`);
  if (text.includes("."))
    throw new Invalid(text, "IPv4 inside IPv6 is ambiguous", "write the IPv4 address itself, or the groups in hex");
  const bad = () => new Invalid(text, "not an IP address", "write eight groups of hex digits, or :: for zeros");
  const halves = text.split("::");
  if (halves.length > 2) throw bad();
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) throw bad();
  const groups = [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) throw bad();
  return { family: 6, value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}

/**
 * Parses `address/prefix`; the prefix is mandatory and decimal (`/024` is /20 to `ip`).
 *
 * @throws {Invalid} for anything else
 */
export function parseCidr(text: string): Cidr {
  if (typeof text !== "string") throw new Invalid(text, "an address is text", 'write it in quotes, "10.0.0.1/24"');
  const [address = "", prefix, ...rest] = text.split("/");
  const ip = parseIp(address);
  const bits = width(ip.family);
  if (prefix === undefined || rest.length > 0)
    throw new Invalid(text, "the prefix length is missing", `write it, as in ${address}/${ip.family === 4 ? 24 : 64}`);
  if (!/^(0|[1-9][0-9]{0,2})$/.test(prefix) || Number(prefix) > bits)
    throw new Invalid(text, `the prefix is a decimal number from 0 to ${bits}`, `as in ${address}/24`);
  return { ...ip, prefix: Number(prefix) };
}

/**
 * Parses what tools of the field print for a network: one that is a single address has no prefix there.
 *
 * @throws {Invalid} for what is neither
 * @example formatCidr(parseRange("10.0.0.1")) // "10.0.0.1/32"
 */
export function parseRange(text: string): Cidr {
  return parseCidr(text.includes("/") ? text : `${text}/${width(text.includes(":") ? 6 : 4)}`);
}

/** Parses a network: an address with prefix whose host bits are zero. The error names the corrected value. */
export function parseNetwork(text: string): Cidr {
  if (typeof text === "string" && !text.includes("/")) {
    const alone = parseRange(text);
    const around = formatCidr(network({ ...alone, prefix: alone.family === 4 ? 24 : 64 }));
    const fix = `write it, as in ${around}; this address alone is ${formatCidr(alone)}`;
    throw new Invalid(text, "the prefix length is missing", fix);
  }
  const cidr = parseCidr(text);
  const base = network(cidr);
  if (base.value !== cidr.value) throw new Invalid(text, "a network has no host bits", `write ${formatCidr(base)}`);
  return cidr;
}

/** Whether it names a group of hosts (RFC 5771; RFC 4291, section 2.7). */
export function isMulticast({ family, value }: Ip): boolean {
  return family === 4 ? value >> 28n === 0xen : value >> 120n === 0xffn;
}

/** The address that a value is; undefined for what is none, which is a fault of its own. */
export function ipOf(value: unknown): Ip | undefined {
  try {
    return typeof value === "string" ? parseIp(value) : undefined;
  } catch (error) {
    if (error instanceof Invalid) return undefined;
    throw error;
  }
}

/** Whether a value is the address of a group. */
export function isGroup(value: unknown): boolean {
  const ip = ipOf(value);
  return ip !== undefined && isMulticast(ip);
}

/** Of fe80::/10: every link has its own. */
export function isLinkLocal({ family, value }: Ip): boolean {
  return family === 6 && value >> 118n === 0x3fan;
}

/** An address, or a name, as it stands before a port: one of IPv6 in brackets. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Whether two are one address. */
export function isSame(one: Ip, other: Ip): boolean {
  return one.family === other.family && one.value === other.value;
}

/** The canonical spelling: dotted quad, or RFC 5952 for IPv6. */
export function formatIp(ip: Ip): string {
  return ip.family === 4 ? groupsOf(ip.value, 4, 8).join(".") : formatIp6(ip.value);
}

export function formatCidr(cidr: Cidr): string {
  return `${formatIp(cidr)}/${cidr.prefix}`;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
function formatIp6(value: bigint): string {
  const groups = groupsOf(value, 8, 16).map((group) => group.toString(16));
  const runs = [...groups.join(":").matchAll(/(?<![0-9a-f])0(:0)+(?![0-9a-f])/g)].map((match) => match[0]);
  const longest = runs.sort((a, b) => b.length - a.length)[0];
  if (!longest) return groups.join(":");
  const text = `:${groups.join(":")}:`;
  return text
    .replace(`:${longest}:`, "::")
    .replace(/^:(?!:)/, "")
    .replace(/(?<!:):$/, "");
}

function groupsOf(value: bigint, count: number, bits: number): number[] {
  const mask = (1n << BigInt(bits)) - 1n;
  return Array.from({ length: count }, (_, i) => Number((value >> BigInt(bits * (count - 1 - i))) & mask));
}

export function width(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/** The network that an address lies in: its host bits cleared. */
export function network(cidr: Cidr): Cidr {
  const host = BigInt(width(cidr.family) - cidr.prefix);
  return { ...cidr, value: (cidr.value >> host) << host };
}

/** The last address of the network: the broadcast address in IPv4. */
export function last(cidr: Cidr): Ip {
  const host = BigInt(width(cidr.family) - cidr.prefix);
  return { family: cidr.family, value: network(cidr).value | ((1n << host) - 1n) };
}

export function contains(outer: Cidr, inner: Ip): boolean {
  return outer.family === inner.family && network(outer).value <= inner.value && inner.value <= last(outer).value;
}

export function overlap(a: Cidr, b: Cidr): boolean {
  return contains(a, network(b)) || contains(b, network(a));
}

/** True where the address names the network itself or, in IPv4, its broadcast. /31 and /32 have neither (RFC 3021). */
export function isReservedIn(subnet: Cidr, ip: Ip): boolean {
  const bits = width(subnet.family) - subnet.prefix;
  if (bits <= 1) return false;
  if (ip.value === network(subnet).value) return true;
  return subnet.family === 4 && ip.value === last(subnet).value;
}

/** The family of an address or network as text, which is one. */
export function familyOfText(text: string): "ipv4" | "ipv6" {
  return text.includes(":") ? "ipv6" : "ipv4";
}
