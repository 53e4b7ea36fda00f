import { PORT_DEFAULTS as USUAL } from "../../../../net/schema/bridge-port.ts";
import type { Dump, Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Change, Props } from "../../model.ts";
import { linkNamed } from "../questions.ts";
import { flag, number, type Property } from "./properties.ts";
import type { Placed } from "./type.ts";
import { sameVlans, VLANS, vlansOf, vlansShown, vlansWanted } from "./vlans.ts";

/** As `ip` prints them; it takes their numbers. */
const STATES = ["disabled", "listening", "learning", "forwarding", "blocking"];

/** Nobody declares it; what somebody stopped is made to forward again. */
const state: Property = {
  usual: "forwarding",
  read: ({ state }) => state ?? "forwarding",
  words: (value) => `state ${STATES.indexOf(String(value))}`,
};

/** The properties of a port, as fields name them: the words after `type bridge_slave`, and how a dump tells each. */
const PROPERTIES: Readonly<Record<string, Property>> = {
  cost: number("cost", null),
  priority: number("priority", USUAL.priority),
  hairpin: flag("hairpin", USUAL.hairpin),
  guard: flag("guard", USUAL.guard),
  rootBlock: flag("root_block", USUAL.rootBlock),
  fastleave: flag("fastleave", USUAL.fastleave),
  learning: flag("learning", USUAL.learning),
  flood: flag("flood", USUAL.flood),
  mcastFlood: flag("mcast_flood", USUAL.mcastFlood),
  bcastFlood: flag("bcast_flood", USUAL.bcastFlood),
  mcastRouter: {
    ...number("mcast_router", USUAL.mcastRouter),
    read: ({ multicast_router }) => multicast_router ?? USUAL.mcastRouter,
  },
  mcastToUnicast: flag("mcast_to_unicast", USUAL.mcastToUnicast),
  groupFwdMask: number("group_fwd_mask", USUAL.groupFwdMask),
  neighSuppress: flag("neigh_suppress", USUAL.neighSuppress),
  proxyArp: flag("proxy_arp", USUAL.proxyArp),
  proxyArpWifi: flag("proxy_arp_wifi", USUAL.proxyArpWifi),
  vlanTunnel: flag("vlan_tunnel", USUAL.vlanTunnel),
  isolated: flag("isolated", USUAL.isolated),
  locked: flag("locked", USUAL.locked),
  state,
};

const ALL = Object.entries(PROPERTIES);

/** A cost hangs on the speed, which only a pair's ends always have: of others it is compared where it is declared. */
const VETH_COST = 2;

/** What the kernel takes for a speed that it cannot tell (port_cost in net/bridge/br_if.c). */
const OTHER_COST = 100;

function usualOf(name: string, type: Json | undefined): Json {
  if (name === "cost") return type === "veth" ? VETH_COST : OTHER_COST;
  return usualOfPort(name);
}

/** Among the properties of a link, those of a port have its field before them: `port.hairpin`. */
const FIELD = "port.";

export function isOfPort(property: string): boolean {
  return property.startsWith(FIELD);
}

/** The VLANs that a port is in, which `bridge vlan` tells and sets. */
export const PORT_VLANS = FIELD + VLANS;

/** The property of a link that a field of its port is. */
export function propertyOfPort(name: string): string {
  return FIELD + name;
}

/** The inverse. */
export function fieldOfPort(property: string): string {
  return property.slice(FIELD.length);
}

/** Whether it forwards, which nobody declares. */
export const PORT_STATE = propertyOfPort("state");

/** What a field of a port is where nobody touched it; null for a cost, which hangs on the speed. */
export function usualOfPort(name: string): Json {
  return PROPERTIES[name]?.usual ?? null;
}

/** What a port is declared as; null for what nothing is asked of, all of it where the link is none. */
export function portWanted({ json }: Placed, isPort: boolean): Props {
  const said = (json.port ?? {}) as Record<string, Json>;
  const usual = (name: string) => (name === "cost" && json.type !== "veth" ? null : usualOf(name, json.type));
  const wanted = (name: string) => (isPort ? (said[name] ?? usual(name)) : null);
  const vlans = isPort ? vlansWanted(said[VLANS]) : null;
  return { ...Object.fromEntries(ALL.map(([name]) => [FIELD + name, wanted(name)])), [PORT_VLANS]: vlans };
}

/** What a port is; null, all of it, for a link that is none. */
export function portOf(link: Entry, dump: Dump): Props {
  const { info_kind, info_slave_kind, info_slave_data = {} } = (link.linkinfo ?? {}) as Entry;
  if (!link.master) return { ...Object.fromEntries(ALL.map(([name]) => [FIELD + name, null])), [PORT_VLANS]: null };
  // What has another master, a bond for example, has nothing of a port.
  const data = info_slave_kind === "bridge" ? (info_slave_data as Entry) : {};
  const read = (name: string, property: Property) =>
    name === "state" && !forwards(link, dump) ? property.usual : (property.read(data) ?? usualOf(name, info_kind));
  const told = Object.fromEntries(ALL.map(([name, property]) => [FIELD + name, read(name, property)]));
  return { ...told, [PORT_VLANS]: info_slave_kind === "bridge" ? vlansOf(link, dump) : null };
}

/** Whether the kernel lets a port forward that nobody stopped: what does not run does not, nor what STP holds back. */
function forwards({ master, flags, operstate }: Entry, dump: Dump): boolean {
  const bridge = linkNamed(dump, master);
  const { info_data } = (bridge?.linkinfo ?? {}) as Entry;
  const isUp = (all: Json | undefined) => Array.isArray(all) && all.includes("UP");
  const runs = operstate === "UP" || operstate === "UNKNOWN";
  return isUp(flags) && isUp(bridge?.flags) && runs && (info_data as Entry | undefined)?.stp_state === 0;
}

/** What becomes a port has all as usual; what is to be none has nothing of one. */
export function samePort(property: string, want: Json, have: Json): boolean {
  if (property === PORT_VLANS) return sameVlans(want, have);
  return want === null || (have === null && want === usualOf(fieldOfPort(property), "veth"));
}

/** What a port has otherwise than one that nobody touched, as a declaration says it. */
export function portShown(props: Props): Record<string, Json> {
  const vlans = props[PORT_VLANS] ?? null;
  return { ...unusualOfPort(props), ...(sameVlans(vlans, null) ? {} : { [VLANS]: vlansShown(vlans) }) };
}

/** The same of what `ip` tells and sets. */
export function unusualOfPort(props: Props): Record<string, Json> {
  const all = Object.entries(valuesOfPort(props));
  return Object.fromEntries(all.filter(([name, value]) => value !== usualOf(name, props.type)));
}

/** What is said to one that joins a bridge: a cost always that hangs on a speed, which the kernel may know. */
export function saidToPort(props: Props): Record<string, Json> {
  const { cost = null } = valuesOfPort(props);
  const isCertain = cost === null || props.type === "veth";
  return { ...(isCertain ? {} : { cost }), ...unusualOfPort(props) };
}

function valuesOfPort(props: Props): Record<string, Json> {
  const all = ALL.map(([name]): [string, Json] => [name, props[FIELD + name] ?? null]);
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** Words after `ip link set dev NAME` for properties of a port, by the names of fields. */
export function portWords(properties: Readonly<Record<string, Json>>): string {
  const words = Object.entries(properties).map(([name, value]) => PROPERTIES[name]?.words(value, {}));
  return `type bridge_slave ${words.join(" ")}`;
}

/** The properties of a port among the changes of a link that `ip` sets, by the names of fields. */
export function changesOfPort(changes: readonly Change[]): Record<string, Json> {
  const isTold = (property: string) => isOfPort(property) && property !== PORT_VLANS;
  const told = changes.filter(({ property, want }) => isTold(property) && want !== undefined);
  return Object.fromEntries(told.map(({ property, want }) => [fieldOfPort(property), want ?? null]));
}
