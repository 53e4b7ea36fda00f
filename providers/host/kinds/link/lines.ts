import { fnv1a } from "../../../../net/name.ts";
import type { ParentPlace } from "../../../../net/parent.ts";
import { type Dump, type Entry, netnsOf } from "../../dump.ts";
import { goesFirst } from "../../goes-first.ts";
import { equal, type Json } from "../../json.ts";
import type { Context, Item, Line, Operation } from "../../model.ts";
import { addressesOn, unlearn, unlearnAll } from "../learned.ts";
import { orderOf, type Step } from "../order.ts";
import { linkNamed } from "../questions.ts";
import { FLAGS } from "./flags.ts";
import { DISABLE_IPV6, ipv6WhenMade, setIpv6 } from "./ipv6.ts";
import { isPortBy, leavesDown, takesDown } from "./master.ts";
import { placeOfParent } from "./parent.ts";
import { changesOfPort, isOfPort, PORT_VLANS, portWords, saidToPort } from "./port.ts";
import { macOf } from "./steady.ts";
import { linkType } from "./types.ts";
import { VLANS, vlanLines, vlansOnJoining } from "./vlans.ts";

/** The lines of `ip -batch` that carry out one operation on a link. */
export function lines(operation: Operation, context: Context): Line[] {
  switch (operation.verb) {
    case "create":
      return [
        ...made(operation, context),
        ...shaped(operation, context),
        ...ipv6WhenMade(operation, context.dumps.get(operation.scope)),
      ];
    case "adopt":
      return [set(operation, "mark links", `alias ${context.owner}`), ...changed(operation, context)];
    case "change":
      return changed(operation, context);
    case "release":
      return [
        ...changed(operation, context),
        set(operation, "mark links", `alias ${quoted(operation.want?.props.alias)}`),
      ];
    case "delete":
      return deleted(operation, context);
  }
}

function made(operation: Operation, context: Context): Line[] {
  const item = operation.want as Item;
  const type = linkType(item.props.type);
  const words = type?.create(item, context);
  if (words === undefined) return [];
  const { scope, key, props } = item;
  const below = placeOfParent(item);
  const given = [below ? "" : word("mtu", props.mtu), word("address", macOf(item, context))].join("");
  const on = below && !type?.namesParent ? ` link ${below.name}` : "";
  const head = type?.command ? `${type.command} ${key}` : `link add name ${key}${on}${given}`;
  const made = line(operation, "links", "make links", `${head}${into(scope, below, context)} ${words}`);
  // Names of interfaces are those of the scope that a line runs in.
  return [{ ...made, scope: below?.scope ?? scope }];
}

/**
 * What creation cannot say, or not of this one: the far end of a pair, or one that is made by another command. A link takes no larger packets than its parent, which
 * may have to be shaped first.
 */
function shaped(operation: Operation, context: Context): Line[] {
  const { props } = operation.want as Item;
  const { type, up, mtu, master, parent, [VLANS]: vlans } = props;
  const mac = macOf(operation.want as Item, context);
  const made = linkType(type)?.create(operation.want as Item, context);
  const isBare = made === undefined || linkType(type)?.command !== undefined;
  const result = [set(operation, "mark links", `alias ${context.owner}`)];
  // A new namespace's `lo` has its own.
  const sized = (isBare && type !== "loopback") || parent;
  if (sized && mtu !== undefined) result.push(set(operation, "shape links", `mtu ${mtu}`));
  if (isBare && mac !== undefined) result.push(set(operation, "shape links", `address ${mac}`));
  if (master) result.push(...joined(operation, context));
  for (const property of linkType(type)?.late ?? []) result.push(...ownLines(operation, property, props[property]));
  result.push(...vlanLines(operation, undefined, vlans));
  // A parent that is raised raises what lies on it, and a bond its members.
  if (up || parent || (master && !isPortBy(props))) result.push(set(operation, "raise links", up ? "up" : "down"));
  return result;
}

function changed(operation: Operation, context: Context): Line[] {
  const joins = operation.changes.some(({ property, want }) => property === "master" && want);
  const own = operation.changes.flatMap(({ property, want, have }) => {
    if (property === VLANS) return vlanLines(operation, have, want);
    if (property === "vlanFiltering" && want) return [set(operation, "filter VLANs", "type bridge vlan_filtering 1")];
    if (property === "alias" || want === undefined || isOfPort(property)) return [];
    // As registers of older versions have what was before us, which had only the differences of ports.
    if (property === "port") return [];
    // As it stands: said once, it is not taken from a port any more.
    if (property === "keepsMac") return [set(operation, "shape links", `address ${operation.have?.props.mac}`)];
    if (property === DISABLE_IPV6) return [setIpv6(operation, want)];
    if (property === "up") return [set(operation, "raise links", want ? "up" : "down")];
    if (property in FLAGS) return [set(operation, "shape links", `${property} ${want ? "on" : "off"}`)];
    if (property === "mtu") return [set(operation, "shape links", `mtu ${want}`)];
    if (property === "mac")
      return [...addressed(operation, context, want), ...unlearn(addressesOf(operation, context), context, want)];
    if (property === "master") return [...led(operation, context, want), ...moved(operation, context)];
    return ownLines(operation, property, want);
  });
  const once = [...new Map(own.map((each) => [`${each.order} ${each.text}`, each])).values()];
  return joins ? once : [...once, ...asPortAgain(operation)];
}

/** A property that its type alone has. */
function ownLines(operation: Operation, property: string, want: Json | undefined): Line[] {
  const type = linkType(operation.want?.props.type);
  const isLate = type?.late?.includes(property) === true;
  if (want === undefined || (want === null && isLate)) return [];
  const step = isLate ? "prefer members" : "shape links";
  return [type?.change(property, want, operation) ?? []].flat().map((each) => set(operation, step, each));
}

/** The kernel gives back what a member of a bond had before, so that it has to leave for a moment. */
function addressed(operation: Operation, context: Context, mac: Json): Line[] {
  const address = set(operation, "shape links", `address ${mac}`);
  const isMember =
    leavesDown(liveOf(operation, context)) && operation.want?.props.master === operation.have?.props.master;
  if (!isMember) return [address];
  return [set(operation, "leave", "nomaster"), address, ...led(operation, context, operation.want?.props.master)];
}

/** From one master to another, or none: it may have to be down for that, or be so after. */
function led(operation: Operation, context: Context, master: Json | undefined): Line[] {
  const { props } = operation.want as Item;
  const dump = context.dumps.get(operation.scope);
  const sinks = takesDown(props.master ?? null, isPortBy(props), dump) || leavesDown(liveOf(operation, context));
  return [
    ...(master ? joined(operation, context) : [set(operation, "join masters", "nomaster")]),
    ...(sinks ? [set(operation, "raise links", props.up ? "up" : "down")] : []),
  ];
}

function liveOf({ scope, key }: Operation, { dumps }: Context): Entry | undefined {
  return linkNamed(dumps.get(scope), key);
}

function joined(operation: Operation, context: Context): Line[] {
  const { props } = operation.want as Item;
  const dump = context.dumps.get(operation.scope);
  const isInTheWay = operation.have?.props.up === true && takesDown(props.master ?? null, isPortBy(props), dump);
  return [
    ...(isInTheWay ? [set(operation, "join masters", "down")] : []),
    set(operation, "join masters", `master ${props.master}`),
    ...asPort(operation, dump),
  ];
}

/** What joins a bridge is a port that nobody touched, also where it comes from another one. */
export function asPort(operation: Operation, dump: Dump | undefined): Line[] {
  const { props } = operation.want as Item;
  const port = saidToPort(props);
  return [
    ...(equal(port, {}) ? [] : [set(operation, "join masters", portWords(port))]),
    ...vlanLines(operation, vlansOnJoining(props.master, dump), props[PORT_VLANS]),
  ];
}

/** What a port has otherwise than it is declared as. */
export function asPortAgain(operation: Operation): Line[] {
  const port = changesOfPort(operation.changes);
  const vlans = operation.changes.find(({ property }) => property === PORT_VLANS);
  return [
    ...(equal(port, {}) ? [] : [set(operation, "join masters", portWords(port))]),
    ...(vlans ? vlanLines(operation, vlans.have, vlans.want) : []),
  ];
}

function addressesOf({ scope, key }: Operation, { dumps }: Context): string[] {
  return addressesOn(dumps.get(scope), key);
}

/** Behind a port that is led to another bridge lies another segment: neither side knows the other any more. */
function moved({ have }: Operation, context: Context): Line[] {
  const behind = (have && linkType(have.props.type)?.on?.(have)) ?? [];
  return behind.flatMap(({ scope, key }) => {
    const dump = context.dumps.get(scope);
    return [...unlearnAll(dump, key), ...unlearn(addressesOn(dump, key), context)];
  });
}

/**
 * Deleted links first join a group of their own and then leave in one request: one by one, each would wait for an RCU
 * grace period (1000 veths: 22 s instead of 1.2 s).
 */
function deleted(operation: Operation, context: Context): Line[] {
  const { owner } = context;
  const group = (fnv1a(`${owner} going`) & 0x7fffffff) | 0x10000;
  const stage = goesFirst(operation) ? "clear" : "remove";
  return [
    { ...line(operation, stage, "gather links", `link set dev ${operation.key} group ${group}`), removes: true },
    { ...line(operation, stage, "delete links", `link delete group ${group}`), once: true, removes: true },
    ...unlearn(addressesOf(operation, context), context),
  ];
}

function set(operation: Operation, step: Step, words: string): Line {
  return line(operation, "configure", step, `link set dev ${operation.key} ${words}`);
}

function line({ scope }: Operation, stage: Line["stage"], step: Step, text: string): Line {
  return { stage, order: orderOf(step), scope, tool: "ip", text };
}

function into(scope: string, below: ParentPlace | undefined, { dumps }: Context): string {
  return below === undefined || below.scope === scope ? "" : ` netns ${netnsOf(scope, dumps)}`;
}

function word(name: string, value: Json | undefined): string {
  return value === undefined ? "" : ` ${name} ${value}`;
}

function quoted(alias: Json | undefined): string {
  return alias ? `"${alias}"` : '""';
}
