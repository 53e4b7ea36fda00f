import { show } from "../../../net/invalid.ts";
import { USUAL_VLANS } from "../../../net/vlans.ts";
import type { Dump, Entry } from "../dump.ts";
import type { Json } from "../json.ts";
import type { Change, Context, Item, Line, Operation, Props, Ref, Told, Wanted } from "../model.ts";
import { memberOf } from "./link/master.ts";
import {
  fieldOfPort,
  isOfPort,
  PORT_STATE,
  PORT_VLANS,
  portOf,
  portWords,
  propertyOfPort,
  unusualOfPort,
  usualOfPort,
} from "./link/port.ts";
import type { Placed } from "./link/type.ts";
import { VLANS, vlanLines, vlansOnJoining, vlansShown, vlansWanted } from "./link/vlans.ts";
import { orderOf } from "./order.ts";
import { linkNamed } from "./questions.ts";

/**
 * What an interface that is somebody else's is as a port of a bridge, property by property. The key has the bridge: led to
 * another one it is another port, which nobody has touched.
 */
export interface OfPort {
  name: string;
  /** Among those of a port: `hairpin`. */
  field: string;
  bridge: string;
}

/** What a key of the kind says; undefined for a property that it has on no bridge too. */
export function portIn(key: string): OfPort | undefined {
  const [name = "", property = "", bridge = ""] = key.split(" ");
  return isOfPort(property) ? { name, field: fieldOfPort(property), bridge } : undefined;
}

function keyOf(name: string, property: string, bridge: Json): string {
  return `${name} ${property} ${bridge}`;
}

/** What stands in its forwarding table is a kind of its own. */
const ELSEWHERE = "fdb";

export function wantedOfPort({ scope, name, json, path, declaredIn }: Placed): Wanted[] {
  const said = Object.entries((json.port ?? {}) as Record<string, Json>).filter(([field]) => field !== ELSEWHERE);
  return said.map(([field, value]) => {
    const property = propertyOfPort(field);
    return {
      ...{ kind: "existing", scope, key: keyOf(name, property, json.master ?? "") },
      props: { [property]: field === VLANS ? vlansWanted(value) : value },
      at: { scope: declaredIn, path: [...path, "port", field] },
    };
  });
}

/**
 * Keys with what the kernel has there; VLANs where they were asked for. A host may have a thousand ports that nobody
 * declares: what is as nobody touched it is there for those alone who claim it, and made, with that as what it was before.
 */
export function observedOfPort(link: Entry, dump: Dump, { claims }: Context) {
  if (memberOf(link) !== "bridge") return [];
  const all = Object.entries(portOf(link, dump)).filter(([property]) => property !== PORT_STATE);
  const isUsual = (property: string, value: Json) => value === usualOfPort(fieldOfPort(property));
  return all.flatMap(([property, value]) => {
    const key = keyOf(String(link.ifname), property, link.master ?? "");
    const isAsked =
      !isUsual(property, value) || claims.claimant({ kind: "existing", scope: dump.scope, key }) !== undefined;
    return value !== null && isAsked ? [{ key, property, value }] : [];
  });
}

/** The item that says which bridge it is a port of; undefined for what is no property of a port. */
export function masterOfPort({ kind, scope, key }: Ref): Ref | undefined {
  const port = kind === "existing" ? portIn(key) : undefined;
  return port && { kind, scope, key: `${port.name} master` };
}

export function bridgeOf(scope: string, key: string): Ref[] {
  const port = portIn(key);
  return port ? [{ kind: "link", scope, key: port.bridge }] : [];
}

/**
 * What it was before us where it was no port of that bridge: one that nobody touched, as far as it stays one. What a cost
 * would be then hangs on the speed, and it is left as it is.
 */
export function portOrigin(key: string): Props | undefined {
  const port = portIn(key);
  if (!port) return undefined;
  return { [propertyOfPort(port.field)]: port.field === VLANS ? USUAL_VLANS : usualOfPort(port.field) };
}

export function portLines(operation: Operation, { name, field, bridge }: OfPort, { dumps }: Context): Line[] {
  const { verb, scope, want, have } = operation;
  const property = propertyOfPort(field);
  const value = want?.props[property] ?? null;
  if (value === null) return [];
  // One that leaves its bridge has nothing to be given back by then.
  const inTime = (line: Line) => (verb === "release" ? { ...line, order: orderOf("leave") } : line);
  if (property === PORT_VLANS) {
    const from = have?.props[property] ?? vlansOnJoining(bridge, dumps.get(scope));
    return vlanLines({ ...operation, key: name }, from, value).map(inTime);
  }
  return [inTime(shaped(scope, name, { [field]: value }))];
}

function shaped(scope: string, name: string, fields: Readonly<Record<string, Json>>): Line {
  const text = `link set dev ${name} ${portWords(fields)}`;
  return { stage: "configure", order: orderOf("shape ports"), scope, tool: "ip", text };
}

/** As a port of somebody's bridge it has what nobody tells it again there, unless it was remembered when it left. */
export function portKept(item: Item, { claims, dumps }: Context): Props | undefined {
  const dump = dumps.get(item.scope);
  const name = ledIn(item.key);
  const live = linkNamed(dump, name);
  if (claims.before(item) || !dump || !live || memberOf(live) !== "bridge") return claims.kept(item);
  const port = portOf(live, dump);
  return { port: unusualOfPort(port), [VLANS]: port[PORT_VLANS] ?? null };
}

/** What one that comes back to a bridge is told, of what it had there. */
export function portGivenBack({ scope, key, want }: Operation, context: Context): Line[] {
  const name = ledIn(key);
  const kept = want && context.claims.kept(want);
  const bridge = want?.props.master ?? null;
  if (name === undefined || bridge === null || !kept) return [];
  const told = (kept.port ?? {}) as Record<string, Json>;
  const born = vlansOnJoining(bridge, context.dumps.get(scope));
  const vlans = kept[VLANS] ?? undefined;
  return [
    ...(Object.keys(told).length > 0 ? [shaped(scope, name, told)] : []),
    ...vlanLines({ verb: "release", kind: "existing", scope, key: name, changes: [] }, born, vlans),
  ];
}

/** The interface whose master an item is. */
function ledIn(key: string): string | undefined {
  const [name, property] = key.split(" ");
  return property === "master" ? name : undefined;
}

/** Its name says already which property it is. */
export function toldOfPort({ property, want = null, have = null }: Change): Told | undefined {
  if (!isOfPort(property)) return undefined;
  return { does: `${show(have)} -> ${show(want)}`, found: `it is ${show(have)}, not ${show(want)}` };
}

/** As a declaration has it. */
export function shownOfPort(key: string, value: Json): Json {
  return portIn(key)?.field === VLANS ? vlansShown(value) : value;
}
