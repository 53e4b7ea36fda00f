import type { ParentPlace } from "../../../../net/parent.ts";
import { type LinkTypeName, linkSchemas } from "../../../../net/schema/links.ts";
import type { Dump, Entry } from "../../dump.ts";
import { equal, type Json } from "../../json.ts";
import { isMark } from "../../mark.ts";
import type { Context, Declared, Item, Kind, Lean, Observed, Props, Ref, Wanted } from "../../model.ts";
import { isExisting } from "../existing.ts";
import { LEARNED } from "../learned.ts";
import { namespaceOf } from "../namespace.ts";
import { LINKS, linksOf } from "../questions.ts";
import { linkAt, linksIn } from "./far-end.ts";
import { flagsOf, usualFlags } from "./flags.ts";
import { asksForIpv6, DISABLE_IPV6, ipv6Of, needsIpv6, sameIpv6 } from "./ipv6.ts";
import { lines } from "./lines.ts";
import { isPort, ownMac } from "./master.ts";
import { fitting, mtuOf } from "./mtu.ts";
import { movedRef } from "./owner.ts";
import { placeOfParent } from "./parent.ts";
import { asksForNames } from "./peer.ts";
import { isOfPort, PORT_VLANS, portOf, portShown, portWanted, samePort } from "./port.ts";
import { ownData } from "./properties.ts";
import { complete, identity, keeps, macOf } from "./steady.ts";
import { cannotChange, type LinkOf, type Placed } from "./type.ts";
import { LINK_TYPES, linkType } from "./types.ts";
import { asksForVlans, asksForVlansThere, sameVlans, VLANS, vlansShown } from "./vlans.ts";

/** An interface of any type in types.ts. Its mark is its alias, which survives a rename and a move to another namespace. */
export const link: Kind = {
  name: "link",
  field: "links",
  asks: ({ wants }) => [LINKS, LEARNED, ...asksForVlans(wants)],
  asksFurther: (dump, all) => [...asksForNames(dump, all), ...asksForIpv6(dump), ...asksForVlansThere(dump)],
  fixed: ["type"],
  isFixed: (change, props) => cannotChange(linkType(props.type), change, props),
  // An MTU below 1280 takes all settings of IPv6 along.
  delicate: [DISABLE_IPV6],
  want: (declared) => {
    const all = linksIn(declared);
    return all.filter((placed) => !isExisting(placed)).map((placed) => wanted(placed, all, declared));
  },
  observe: (dump, context, all) =>
    linksOf(dump)
      .filter(writable)
      .filter((json) => !isMovedHere(json, dump.scope, context))
      .map((json) => observed(json, dump, context, all)),
  complete,
  isInterface: true,
  excludes: (want, have, context) =>
    linkType(want.props.type)?.clashes?.(want.props, have.props, () => macOf(want, context)) === true,
  again: fitting,
  identity,
  keeps,
  same,
  on,
  after: (item) => (outlives(item) ? parentsOf(item) : []),
  leans,
  lines,
  show,
  home: ({ scope, key }) => ({ scope, path: ["links", key] }),
  shown: (property, have, { props }) => ({
    path: isOfPort(property) ? property.split(".") : [property],
    value: have === undefined ? have : shownAs(props.type, property, have),
  }),
};

/** What we moved here is an item of its own, and bears no mark. */
function isMovedHere(link: Entry, scope: string, context: Context): boolean {
  return !isMark(link.ifalias) && context.claims.claimant(movedRef(link, scope, context)) !== undefined;
}

function same(property: string, want: Json, have: Json): boolean {
  // A bridge that keeps its address need not be made to take its ports' again.
  if (property === "keepsMac") return want !== true;
  if (property === DISABLE_IPV6) return sameIpv6(want, have);
  if (isOfPort(property)) return samePort(property, want, have);
  return LINK_TYPES.some((type) => type.same?.(property, want, have));
}

function wanted(placed: Placed, beside: readonly Placed[], { json: around, scopes }: Declared): Wanted {
  const { scope, name, json } = placed;
  const type = linkType(json.type);
  const own = type?.want(placed) ?? {};
  const linkOf: LinkOf = (at, named = "") => linkAt(scopes, at, named);
  const props: Props = { type: json.type, up: json.up ?? true, ...usualFlags(type, own), ...own };
  const { properties } = linkSchemas[json.type];
  if ("master" in properties) props.master = json.master ?? null;
  if ("port" in properties) Object.assign(props, portWanted(placed, isPort(placed, linkOf)));
  if (json.mac !== undefined) props.mac = json.mac.toLowerCase();
  const mtu = mtuOf(placed, scopes);
  if (mtu !== undefined) props.mtu = mtu;
  if (needsIpv6(placed, beside, around)) props[DISABLE_IPV6] = 0;
  const at = { scope: placed.declaredIn, path: placed.path, ...(placed.implied && { implied: json as Json }) };
  return { kind: "link", scope, key: name, props, at };
}

function observed(
  json: Record<string, Json>,
  dump: Dump,
  { claims }: Context,
  all: ReadonlyMap<string, Dump>,
): Observed {
  const { scope } = dump;
  const ref: Ref = { kind: "link", scope, key: String(json.ifname) };
  const type = typeOf(json);
  const props: Props = {
    type,
    up: (json.flags as string[]).includes("UP"),
    ...flagsOf(json),
    mtu: json.mtu ?? 0,
    ...(isAddressed(type) ? { mac: ownMac(json, dump) } : {}),
    master: json.master ?? null,
    ...portOf(json, dump),
    alias: json.ifalias ?? "",
    [DISABLE_IPV6]: ipv6Of(json, dump),
    ...linkType(type)?.observe(json, dump, all),
    ...(linkType(type)?.floats ? { keepsMac: claims.kept(ref)?.mac !== undefined } : {}),
  };
  const owner = isMark(json.ifalias) ? json.ifalias : claims.claimant(ref);
  const unmarked = owner !== undefined && !isMark(json.ifalias);
  return { ...ref, props, owner, unmarked };
}

/** What has no frames has no address for them: the kernel may show something else there, an end of a tunnel for instance. */
function isAddressed(type: string): boolean {
  return !(type in linkSchemas) || "mac" in linkSchemas[type as LinkTypeName].properties;
}

/** The kernel takes names that a batch line cannot hold (`a"b`); none of ours is one, so these are left alone. */
function writable(json: Record<string, Json>): boolean {
  return /^[^\s"'\\#]+$/.test(String(json.ifname));
}

function typeOf(json: Record<string, Json>): string {
  const info = json.linkinfo as Record<string, Json> | undefined;
  // The kernel calls both tun.
  if (info?.info_kind === "tun") return String(ownData(json).type);
  if (typeof info?.info_kind === "string") return info.info_kind;
  return json.ifname === "lo" ? "loopback" : "device";
}

function on(item: Item): Ref[] {
  const parents = outlives(item) ? [] : parentsOf(item);
  return [...namespaceOf(item.scope), ...parents, ...(linkType(item.props.type)?.on?.(item) ?? [])];
}

/** A port loses its bridge, and a tunnel the interface that it sends by. */
function leans(item: Item): Lean[] {
  const { scope, props } = item;
  const master = props.master ? [{ property: "master", on: linkRef({ scope, name: String(props.master) }) }] : [];
  return outlives(item) ? [...master, ...parentsOf(item).map((on) => ({ property: "parent", on }))] : master;
}

function parentsOf(item: Item): Ref[] {
  const below = placeOfParent(item);
  return below ? [linkRef(below)] : [];
}

function linkRef({ scope, name }: ParentPlace): Ref {
  return { kind: "link", scope, key: name };
}

function outlives({ props }: Item): boolean {
  return linkType(props.type)?.outlivesParent === true;
}

/** A link as one would declare it: what is at its default is left out. */
function show({ props }: Item): Json {
  const { alias: _, keepsMac: __, [DISABLE_IPV6]: ipv6Off, up, arp, multicast, master, ...rest } = props;
  const own = Object.entries(rest)
    .filter(([property, value]) => value !== null && !isOfPort(property) && !isUsual(property, value))
    .map(([property, value]) => [property, shownAs(props.type, property, value)] as const);
  const usual = usualFlags(linkType(props.type), props);
  const port = portShown(props);
  return {
    ...Object.fromEntries(own),
    ...(equal(up, true) ? {} : { up: up ?? false }),
    ...(arp === usual.arp ? {} : { arp: arp ?? false }),
    ...(multicast === usual.multicast ? {} : { multicast: multicast ?? false }),
    ...(master ? { master } : {}),
    ...(equal(port, {}) ? {} : { port }),
    ...(ipv6Off ? { [DISABLE_IPV6]: ipv6Off } : {}),
  };
}

function isUsual(property: string, value: Json): boolean {
  return property === VLANS && sameVlans(value, null);
}

function shownAs(type: Json | undefined, property: string, value: Json): Json {
  if (property === VLANS || property === PORT_VLANS) return value === null ? null : vlansShown(value);
  const own = linkType(type);
  return own?.show && own.fixed.includes(property) ? own.show(property, value) : value;
}
