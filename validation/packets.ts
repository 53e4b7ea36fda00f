import { icmpFamilies } from "../net/icmp.ts";
import { contains, familyOfText, network, overlap, parseRange } from "../net/ip.ts";
import { type Ports, parsePorts } from "../net/port.ts";
import type { SetMatch } from "../net/schema/set.ts";
import type { FilterRule } from "./facts.ts";

/** Which packets a rule speaks of: fields that are not there exclude none. */
export type Packets = Pick<
  FilterRule["rule"],
  | "source"
  | "destination"
  | "in"
  | "out"
  | "protocol"
  | "ports"
  | "sourcePorts"
  | "sets"
  | "icmpType"
  | "state"
  | "family"
>;

/** Whether all packets that the second speaks of are among those of the first. */
export function covers(a: Packets, b: Packets): boolean {
  return (
    familiesOf(b).every((family) => familiesOf(a).includes(family)) &&
    NETWORKS.every((field) =>
      within(
        a[field],
        b[field],
        (x, y) => contains(parseRange(x), network(parseRange(y))) && parseRange(x).prefix <= parseRange(y).prefix,
      ),
    ) &&
    DEVICES.every((field) => within(a[field], b[field], matchesDevice)) &&
    within(a.protocol, b.protocol, equals) &&
    within(a.icmpType, b.icmpType, equals) &&
    within(a.state, b.state, (x, y) => y.every((state) => x.includes(state))) &&
    within(a.sets, b.sets, (x, y) => x.every((one) => y.some((other) => sameMatch(one, other)))) &&
    PORTS.every((field) =>
      within(a[field], b[field], (x, y) => rangesOf(y).every((one) => rangesOf(x).some((all) => holds(all, one)))),
    )
  );
}

/** Whether some packets may be of both: what is in a set is not asked. */
export function meet(a: Packets, b: Packets): boolean {
  return (
    familiesOf(b).some((family) => familiesOf(a).includes(family)) &&
    NETWORKS.every((field) => together(a[field], b[field], (x, y) => overlap(parseRange(x), parseRange(y)))) &&
    DEVICES.every((field) => together(a[field], b[field], (x, y) => matchesDevice(x, y) || matchesDevice(y, x))) &&
    together(a.protocol, b.protocol, equals) &&
    together(a.icmpType, b.icmpType, equals) &&
    together(a.state, b.state, (x, y) => y.some((state) => x.includes(state))) &&
    PORTS.every((field) =>
      together(a[field], b[field], (x, y) => rangesOf(y).some((one) => rangesOf(x).some((other) => cross(one, other)))),
    )
  );
}

const NETWORKS = ["source", "destination"] as const;
const DEVICES = ["in", "out"] as const;
const PORTS = ["ports", "sourcePorts"] as const;
const FAMILIES = ["ipv4", "ipv6"] as const;

/** Both, unless the rule says one, holds an address of one, or names an ICMP message that only one has. */
function familiesOf({ family, source, destination, icmpType }: Packets): readonly ("ipv4" | "ipv6")[] {
  if (family) return [family];
  const address = source ?? destination;
  if (address !== undefined) return [familyOfText(address)];
  return icmpType === undefined ? FAMILIES : icmpFamilies(icmpType);
}

/** The one family that a rule speaks of by its addresses, or says. */
export function familySaid({ source, destination, family }: Pick<Packets, "source" | "destination" | "family">) {
  const address = source ?? destination;
  return address === undefined ? family : familyOfText(address);
}

function within<T>(a: T | undefined, b: T | undefined, holds: (a: T, b: T) => boolean): boolean {
  return a === undefined || (b !== undefined && holds(a, b));
}

function together<T>(a: T | undefined, b: T | undefined, cross: (a: T, b: T) => boolean): boolean {
  return a === undefined || b === undefined || cross(a, b);
}

function sameMatch(a: SetMatch, b: SetMatch): boolean {
  return a.name === b.name && a.flags === b.flags && (a.not ?? false) === (b.not ?? false);
}

function equals<T>(a: T, b: T): boolean {
  return a === b;
}

/** `br+` stands for every name that begins with br. */
function matchesDevice(pattern: string, name: string): boolean {
  return pattern.endsWith("+") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

type PortList = NonNullable<Packets["ports"]>;

function rangesOf(ports: PortList): Ports[] {
  return [ports].flat().map(parsePorts);
}

function holds(outer: Ports, inner: Ports): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

function cross(a: Ports, b: Ports): boolean {
  return a.first <= b.last && b.first <= a.last;
}
