import { familyOfText, formatCidr, formatIp, type Ip, ipOf, network, width } from "../ip.ts";
import { elementOf } from "./entry.ts";
import { type Dimension, dimensionsOf, type SetType } from "./types.ts";

/** A set as far as packets are concerned with it. */
export interface KnownSet {
  type: string;
  family: "ipv4" | "ipv6" | undefined;
  /** In their one spelling, with `nomatch` after what is an exception. */
  entries: readonly string[];
}

export type KnownSets = ReadonlyMap<string, KnownSet>;

/** What is looked up of a packet. */
export interface Looked {
  /** Empty where nobody can tell. */
  src: string;
  dst: string;
  /** As conntrack or iptables calls it. */
  protocol: string;
  sport?: number | undefined;
  dport?: number | undefined;
  icmpType?: number | undefined;
  in?: string | undefined;
  out?: string | undefined;
  physIn?: string | undefined;
  physOut?: string | undefined;
}

/** By which entry of which set a packet is in it. */
export interface Found {
  set: string;
  entry: string;
}

/**
 * Whether a packet is in a set, as the kernel's `set` match looks it up: the entry by which, false, or undefined where
 * that cannot be told from here.
 *
 * @param flags a side for each part of an entry: "src,dst"
 */
export function lookUp(sets: KnownSets, name: string, flags: string, packet: Looked): Found | false | undefined {
  const set = sets.get(name);
  if (!set) return undefined;
  if (set.type === "list:set") {
    const found = set.entries.map((member) => lookUp(sets, elementOf(member), flags, packet));
    return found.find((one) => one) ?? (found.includes(undefined) ? undefined : false);
  }
  const index = indexOf(set);
  const sides = flags.split(",");
  if (!index || packet.src === "" || packet.dst === "") return undefined;
  // The kernel finds nothing where a rule looks up less than an entry has, or an address of the other family.
  if (sides.length < index.dimensions.length || !isOfFamily(set, packet)) return false;
  for (const prefixes of index.lengths) {
    const key = keyOf(index.dimensions, sides, prefixes, packet);
    if (key === undefined) return undefined;
    const isException = index.byElement.get(key);
    if (isException !== undefined) return isException ? false : { set: name, entry: key };
  }
  // Ports of bridges are not looked up here.
  return index.hasPorts ? undefined : false;
}

function isOfFamily({ family }: KnownSet, { src }: Looked): boolean {
  return family === undefined || family === familyOfText(src);
}

interface Index {
  dimensions: Dimension[];
  /** Elements, each with whether it is an exception. */
  byElement: ReadonlyMap<string, boolean>;
  /** Whether it names ports of bridges ("physdev:"). */
  hasPorts: boolean;
  /** The prefix lengths that its networks have, longest first; one without any for a set that has no networks. */
  lengths: number[][];
}

/** A hundred thousand flows ask for the same thousand entries. */
const indices = new WeakMap<KnownSet, Index>();

/** Undefined for a set of a type that is not known here. */
function indexOf(set: KnownSet): Index | undefined {
  const known = indices.get(set);
  if (known || !KNOWN.test(set.type)) return known;
  const dimensions = dimensionsOf(set.type as SetType);
  const elements = set.entries.map((text) => [elementOf(text), / nomatch\b/.test(text)] as const);
  const lengths = new Map(elements.map(([element]) => lengthsIn(element, dimensions)).map((all) => [all.join(), all]));
  const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);
  const index = {
    dimensions,
    byElement: new Map(elements),
    hasPorts: dimensions.includes("iface") && elements.some(([element]) => element.includes("physdev:")),
    lengths: [...lengths.values()].sort((a, b) => sum(b) - sum(a)),
  };
  indices.set(set, index);
  return index;
}

const KNOWN = /^(hash|bitmap):(ip|net|port|iface)(,(ip|net|port|iface))*$/;

function lengthsIn(element: string, dimensions: readonly Dimension[]): number[] {
  const parts = element.split(",");
  return dimensions.flatMap((dimension, index) => {
    if (dimension !== "net") return [];
    const [address = "", prefix] = (parts[index] ?? "").split("/");
    return [prefix === undefined ? width(address.includes(":") ? 6 : 4) : Number(prefix)];
  });
}

/** The element that a packet would be in; undefined where a part of it cannot be told. */
function keyOf(
  dimensions: readonly Dimension[],
  sides: readonly string[],
  prefixes: readonly number[],
  packet: Looked,
): string | undefined {
  const left = [...prefixes];
  const bits = dimensions.length === 1;
  const parts = dimensions.map((dimension, index) => {
    const isSource = sides[index] === "src";
    const address = ipOf(isSource ? packet.src : packet.dst);
    if (dimension === "net") return address && within(address, left.shift() ?? 0);
    if (dimension === "ip") return address && formatIp(address);
    if (dimension === "iface") return (isSource ? packet.in : packet.out) ?? "";
    return portOf(packet, isSource, bits);
  });
  return parts.includes(undefined) ? undefined : parts.join(",");
}

function within(address: Ip, prefix: number): string {
  const found = network({ ...address, prefix });
  return prefix === width(address.family) ? formatIp(found) : formatCidr(found);
}

/** Messages of ICMP whose code is always 0. */
const ECHO = new Set([0, 8, 128, 129]);

/** As a part of an element; of a bitmap of ports it is the number alone, and no other protocol is in it. */
function portOf({ protocol, sport, dport, icmpType }: Looked, isSource: boolean, isBitmap: boolean) {
  if (/^(ipv6-)?icmp(v6)?$/.test(protocol)) {
    if (isBitmap) return "";
    const name = protocol === "icmp" ? "icmp" : "icmpv6";
    return icmpType !== undefined && ECHO.has(icmpType) ? `${name}:${icmpType}/0` : undefined;
  }
  const port = isSource ? sport : dport;
  if (["tcp", "udp", "sctp", "udplite"].includes(protocol))
    return port === undefined ? undefined : isBitmap ? String(port) : `${protocol}:${port}`;
  return isBitmap ? "" : `${protocol}:0`;
}
