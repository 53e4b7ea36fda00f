import { checkHostInterface, parentAt, parentText } from "../../../net/parent.ts";
import type { Scopes } from "../../../net/schema/scope.ts";
import { type Dump, type Entry, netnsOf } from "../dump.ts";
import { goesFirst } from "../goes-first.ts";
import { equal, type Json } from "../json.ts";
import { isMark } from "../mark.ts";
import type {
  Change,
  Context,
  Item,
  Kind,
  Lean,
  Line,
  Observed,
  Operation,
  Props,
  Ref,
  Told,
  Wanted,
} from "../model.ts";
import { canonical, isExisting, PROPERTIES, type Property, set, sinks } from "./existing.ts";
import { linkAt, linksIn } from "./link/far-end.ts";
import { asPort, asPortAgain } from "./link/lines.ts";
import { isPort } from "./link/master.ts";
import { movedRef } from "./link/owner.ts";
import { isOfPort, PORT_VLANS, portOf, portShown, portWanted, samePort } from "./link/port.ts";
import { identity } from "./link/steady.ts";
import type { LinkOf, Placed } from "./link/type.ts";
import { asksForVlans, vlansShown } from "./link/vlans.ts";
import { namespaceOf } from "./namespace.ts";
import { orderOf } from "./order.ts";
import { LINKS, linkNamed, linksOf } from "./questions.ts";
import { asksForSettings, settingsOf } from "./settings-of.ts";
import { isSound } from "./sysctl.ts";

/** What it has always, so that it has its own again when nothing is declared of it. */
const OWN = ["mtu", "mac"];

/**
 * An interface of the host's that is somebody else's, and was moved into another scope. It bears no mark there: the
 * registry remembers where it came from and how it was, and that is how it goes back.
 */
export const moved: Kind = {
  name: "moved",
  asks: ({ scope, keys, wants }) => [LINKS, ...asksForVlans(wants), ...(scope === "host" ? asksForSettings(keys) : [])],
  source: sourceOf,
  on: () => [],
  // It goes out before its namespace goes, which a cable would not outlive.
  after: ({ scope, props }) => [...namespaceOf(scope), ...masterOf(scope, props)],
  leans: ({ scope, props }): Lean[] => masterOf(scope, props).map((on) => ({ property: "master", on })),
  isInterface: true,
  interfaceOf: (key) => key,
  fixed: ["from"],
  claimed: () => true,
  credible,
  identity,
  keeps,
  want: ({ scope, scopes }) =>
    linksIn({ scope, scopes })
      .filter(isMoved)
      .map((link) => ({ ...wanted(link, scopes), ...sinks(link, scopes) })),
  complete,
  observe,
  same: (property, want, have) => isOfPort(property) && samePort(property, want, have),
  tell,
  lines,
  show: ({ props }) => shown(props),
  home: ({ scope, key }) => ({ scope, path: ["links", key] }),
  shown: (property, have) => ({
    path: property.split("."),
    value: property === PORT_VLANS && have !== undefined ? vlansShown(have) : have,
  }),
};

function masterOf(scope: string, { master }: Props): Ref[] {
  return master ? [{ kind: "link", scope, key: String(master) }] : [];
}

function isMoved(link: Placed): boolean {
  return isExisting(link) && link.json.from !== undefined;
}

/** As a declaration would have it. */
function shown({ from, home: _, ...props }: Props): Json {
  const own = Object.fromEntries(Object.entries(props).filter(([property]) => !isOfPort(property)));
  const port = portShown(props);
  return { type: "existing", from: from ?? null, ...own, ...(equal(port, {}) ? {} : { port }) };
}

function wanted(placed: Placed, scopes: Scopes): Wanted {
  const { scope, name, json, path, declaredIn } = placed;
  const said = Object.keys(PROPERTIES).filter((property) => json[property] !== undefined);
  const props = Object.fromEntries(said.map((property) => [property, canonical(json, property)]));
  const linkOf: LinkOf = (at, named = "") => linkAt(scopes, at, named);
  return {
    kind: "moved",
    scope,
    key: name,
    props: { from: json.from ?? null, up: true, master: null, ...props, ...portWanted(placed, isPort(placed, linkOf)) },
    at: { scope: declaredIn, path },
  };
}

/** Where it is, or was, on the host. */
export function sourceOf({ props: { from } }: Pick<Item, "props">): Ref {
  const { scope, name } = parentAt("host", String(from));
  return { kind: "moved", scope, key: name };
}

/** How it is on the host before it goes, and comes back as. */
function keeps(item: Item, { claims, dumps }: Context): Props | undefined {
  const from = item.props.from ?? null;
  const kept = claims.kept(item);
  if (from === null || kept?.from === from) return kept;
  const { scope, key } = sourceOf(item);
  const dump = dumps.get(scope);
  const link = linkNamed(dump, key);
  if (!dump || !link) return undefined;
  const own = Object.fromEntries(["up", ...OWN].map((property) => [property, liveValue(property, link, dump)]));
  return { from, ...own, settings: settingsOf(key, dump) };
}

/** What it comes back with is said to `ip` and sysctl. */
function credible(_key: string, { from, up, mtu, mac, settings }: Props): boolean {
  const all = Object.entries((settings ?? {}) as Record<string, Json>);
  const said = typeof up === "boolean" && Number.isInteger(mtu) && /^[0-9a-f:]*$/.test(String(mac));
  return isHostInterface(from) && said && all.every(([path, value]) => isSound(path, value));
}

function isHostInterface(from: Json | undefined): boolean {
  try {
    checkHostInterface(String(from));
    return true;
  } catch {
    return false;
  }
}

function liveProps(link: Entry, dump: Dump): Props {
  return Object.fromEntries(Object.keys(PROPERTIES).map((property) => [property, liveValue(property, link, dump)]));
}

function liveValue(property: string, link: Entry, dump: Dump): Json {
  return PROPERTIES[property]?.read(link, dump) ?? null;
}

function complete(want: Wanted, have: Observed | undefined, { claims }: Context): Wanted {
  const known = have && claims.kept(want);
  const kept = known?.from === want.props.from ? known : undefined;
  const own = OWN.flatMap((property) => (kept?.[property] === undefined ? [] : [[property, kept[property]]]));
  return { ...want, props: { ...Object.fromEntries(own), ...want.props } };
}

function observe(dump: Dump, context: Context): Observed[] {
  return [...there(dump, context), ...(dump.scope === "host" ? halfBack(dump, context) : [])];
}

/** What is on the host again, and not yet as it was there: a crash came in between, or a hand led it back. */
function halfBack(host: Dump, { claims, dumps, owner }: Context): Observed[] {
  return claims.own("moved").flatMap((ref) => {
    const kept = claims.kept(ref) ?? {};
    const live = linkNamed(host, sourceOf({ props: kept }).key);
    if (!live || linkNamed(dumps.get(ref.scope), ref.key) || isAsBefore(live, kept, host)) return [];
    return [{ ...ref, props: { ...liveProps(live, host), ...portOf(live, host), from: null }, owner }];
  });
}

function isAsBefore(live: Entry, kept: Props, host: Dump): boolean {
  const same = ["up", ...OWN].every((property) => kept[property] === liveValue(property, live, host));
  return same && equal(kept.settings ?? {}, settingsOf(String(live.ifname), host));
}

/**
 * What nobody moved here is only in the way of what is to come. One that a hand gave another name is not from the host,
 * but from under that name: it goes back, and comes again under its own.
 */
function there(dump: Dump, context: Context): Observed[] {
  const { claims } = context;
  return linksOf(dump)
    .filter(({ ifalias, ifname }) => !isMark(ifalias) && ifname !== "lo")
    .map((link) => {
      const ref = movedRef(link, dump.scope, context);
      const name = String(link.ifname);
      const owner = claims.claimant(ref);
      const home = claims.kept(ref)?.from ?? null;
      const found = ref.key === name ? { from: home } : { from: parentText("", { scope: dump.scope, name }), home };
      return {
        ...ref,
        props: { ...found, ...liveProps(link, dump), ...portOf(link, dump) },
        owner,
        ...(owner === undefined && { passing: true }),
      };
    });
}

/** The name of one that a hand gave another; undefined where it has its own, or is on the host again. */
function renamed({ scope, props: { from } }: Item): string | undefined {
  const place = parentAt("host", String(from));
  return scope !== "host" && place.scope === scope ? place.name : undefined;
}

function tell({ property, want, have }: Change): Told | undefined {
  if (property !== "from" || typeof have !== "string" || isHostInterface(have)) return undefined;
  return { does: `from ${have} -> ${want}`, found: `${have} is what it is called now` };
}

function lines(operation: Operation, context: Context): Line[] {
  const { verb, scope, key, want } = operation;
  if (verb === "delete") return broughtBack(operation, context);
  if (want === undefined) return [];
  const dump = context.dumps.get(scope);
  if (verb !== "create") return changed(operation, want, dump);
  const { scope: host, key: name } = sourceOf(want);
  const text = `link set dev ${name} netns ${netnsOf(scope, context.dumps)} name ${key}`;
  const there: Line = { stage: "links", order: orderOf("make links"), scope: host, tool: "ip", text };
  const said = Object.entries(want.props).filter(([property, value]) => property in PROPERTIES && value !== null);
  return [
    there,
    ...said.flatMap(([property, value]) => set(want, property, value, undefined)),
    ...joined(operation, dump),
  ];
}

function changed(operation: Operation, want: Wanted, dump: Dump | undefined): Line[] {
  const own = operation.changes.flatMap(({ property, want: value }) => set(want, property, value ?? null, dump));
  const joins = operation.changes.some(({ property }) => property === "master");
  return [...own, ...(joins ? joined(operation, dump) : asPortAgain(operation))];
}

function joined(operation: Operation, dump: Dump | undefined): Line[] {
  return operation.want?.props.master ? asPort(operation, dump) : [];
}

/** The kernel takes it down, out of its master and its addresses off when it leaves, and makes its settings anew. */
function broughtBack(operation: Operation, context: Context): Line[] {
  const { scope, key, have } = operation;
  const kept = have && context.claims.kept(have);
  if (have === undefined || kept === undefined) return [];
  const [stage, after] = goesFirst(operation) ? (["clear", "namespaces"] as const) : (["remove", "unname"] as const);
  const source = sourceOf({ props: kept });
  const words = `netns ${netnsOf(source.scope, context.dumps)} name ${source.key}`;
  const away: Line = {
    stage,
    order: orderOf("gather links"),
    scope,
    tool: "ip",
    text: `link set dev ${renamed(have) ?? key} ${words}`,
  };
  return [
    ...(have.props.from === null ? [] : [away]),
    ...asItWas(source, kept, have.props).map((line) => ({ ...line, stage: after })),
  ];
}

/** What it has on the host again; not every card takes an address, be it its own. */
function asItWas({ scope, key }: Ref, kept: Props, have: Props): Omit<Line, "stage">[] {
  const said = [...OWN.filter((property) => !equal(kept[property] ?? null, have[property] ?? null)), "up"];
  const settings = Object.entries((kept.settings ?? {}) as Record<string, Json>);
  return [
    ...said.flatMap((property) => {
      const { step, words } = PROPERTIES[property] as Property;
      const text = `link set dev ${key} ${words(kept[property] ?? null)}`;
      return { order: orderOf(step), scope, tool: "ip" as const, text };
    }),
    ...settings.map(([path, value]) => ({
      ...{ order: orderOf("set"), scope, tool: "sysctl" as const, text: `${path} = ${value}` },
    })),
  ];
}
