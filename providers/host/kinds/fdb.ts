import { formatIp, parseIp } from "../../../net/ip.ts";
import { isForMany, ZERO_MAC } from "../../../net/name.ts";
import type { FarStation, Station } from "../../../net/schema/fdb.ts";
import { VXLAN_DEFAULTS } from "../../../net/schema/vxlan.ts";
import { type BridgeObjects, type Dump, type Entry, objectsOf } from "../dump.ts";
import { idOf } from "../identity.ts";
import type { Json } from "../json.ts";
import type { Change, Context, Item, Kind, Line, Observed, Operation, Place, Ref, Wanted } from "../model.ts";
import { linksIn } from "./link/far-end.ts";
import { ownData } from "./link/properties.ts";
import type { Placed } from "./link/type.ts";
import { orderOf, type Step } from "./order.ts";
import { LINKS, linkNamed } from "./questions.ts";

const FORWARDING: BridgeObjects = { bridge: "fdb show", as: "fdb" };

/**
 * An entry of a forwarding table that stays: a bridge's, by address and VLAN, with the port; a vxlan's, by address, with
 * the end that it is at, of which one that is for many has several. The kernel keeps no mark on it: whose it is the
 * registry says. What is learned is let be, and overwritten where it is declared.
 */
export const fdb: Kind = {
  name: "fdb",
  asks: ({ keys }) => (keys.length > 0 ? [FORWARDING, LINKS] : []),
  on: ({ scope, key, props: { dev, dst } }) => {
    const [, via] = / via (\S+)$/.exec(String(dst)) ?? [];
    const names = new Set([key.split(" ")[0] ?? "", ...(dev ? [String(dev)] : []), ...(via ? [via] : [])]);
    return [...names].map((name) => ({ kind: "link", scope, key: name }));
  },
  fixed: [],
  claimed: () => true,
  // Nobody has claimed it, and it is as it was declared: who made it is not told.
  recall: () => ({}),
  want: (declared) => linksIn(declared).flatMap((placed) => [...stationsOf(placed), ...farStationsOf(placed)]),
  // The kernel shows them by a hash.
  observe: (dump, context) =>
    objectsOf(dump, FORWARDING)
      .flatMap((entry) => observed(entry, dump, context))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  lines,
  show,
  home,
};

function stationsOf({ scope, name, json, path, declaredIn }: Placed): Wanted[] {
  const { fdb = [] } = (json.port ?? {}) as { fdb?: Station[] };
  if (!json.master) return [];
  return fdb.map(({ mac, vlan, state = "static" }, index) => ({
    ...{ kind: "fdb", scope, key: `${json.master} ${mac.toLowerCase()}${vlan === undefined ? "" : ` vlan ${vlan}`}` },
    props: { dev: name, state },
    at: { scope: declaredIn, path: [...path, "port", "fdb", index] },
  }));
}

function farStationsOf({ scope, name, json, path, declaredIn }: Placed): Wanted[] {
  if (json.type !== "vxlan") return [];
  const {
    fdb = [],
    id,
    dstport = VXLAN_DEFAULTS.dstport,
  } = json as { fdb?: FarStation[]; id?: number; dstport?: number };
  return fdb.map(({ mac = ZERO_MAC, dst, port, vni, via }, index) => {
    // Of what is the vxlan's own `bridge` says nothing.
    const other = { port: port === dstport ? undefined : port, vni: vni === id ? undefined : vni, via };
    const place = placeOf(dst, other);
    const at = { scope: declaredIn, path: [...path, "fdb", index] };
    return { kind: "fdb", scope, key: farKey(name, mac.toLowerCase(), place), props: { dst: place }, at };
  });
}

/** As `bridge fdb` takes it after `dst`. */
function placeOf(dst: string, words: Readonly<Record<string, Json | undefined>>): string {
  const said = Object.entries(words).flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]));
  return [formatIp(parseIp(dst)), ...said].join(" ");
}

function farKey(dev: string, mac: string, place: string): string {
  return isForMany(mac) ? `${dev} ${mac} dst ${place}` : `${dev} ${mac}`;
}

function observed(entry: Entry, dump: Dump, { claims }: Context): Observed[] {
  const { mac, ifname, master, vlan, dst, port, vni, viaIf: via, state, flags = [] } = entry;
  if (state !== "static" && state !== "permanent") return [];
  const found = (key: string, props: Item["props"], byItself: boolean): Observed[] => {
    const ref: Ref = { kind: "fdb", scope: dump.scope, key };
    return [{ ...ref, props, owner: claims.claimant(ref), ...(byItself && { passing: true }) }];
  };
  const link = linkNamed(dump, ifname);
  if (master !== undefined) {
    const key = `${master} ${mac}${vlan === undefined ? "" : ` vlan ${vlan}`}`;
    return found(key, { dev: ifname ?? "", state }, state === "permanent" && link?.address === mac);
  }
  if (dst === undefined || !(flags as Json[]).includes("self") || !link) return [];
  const place = placeOf(String(dst), { port, vni, via });
  const { remote, remote6 } = ownData(link);
  return found(
    farKey(String(ifname), String(mac), place),
    { dst: place },
    mac === ZERO_MAC && dst === (remote ?? remote6),
  );
}

function lines({ verb, scope, want, have, changes }: Operation): Line[] {
  if (verb === "adopt" && changes.length === 0) return [];
  const item = (want ?? have) as Item;
  const line = (step: Step, verb: string, words: string): Line => {
    const text = `fdb ${verb} ${words}`;
    return { stage: "configure", order: orderOf(step), scope, tool: "bridge", text };
  };
  if (verb === "delete") return [{ ...line("leave", "del", wordsOf(item)), removes: true }];
  const [, mac = ""] = item.key.split(" ");
  // "replace" also where there is none: one that was learned meanwhile would make "add" fail.
  const how = item.props.dst !== undefined && isForMany(mac) ? "append" : "replace";
  const state = item.props.state === undefined ? "" : ` ${item.props.state}`;
  return [line("know stations", how, wordsOf(item) + state)];
}

/** What `bridge fdb` knows it by. */
function wordsOf({ key, props }: Item): string {
  const [name, mac, ...vlan] = key.split(" ");
  return props.dst === undefined
    ? [mac, "dev", props.dev, "master", ...vlan].join(" ")
    : `${mac} dev ${name} dst ${props.dst}`;
}

/** With the link whose port or vxlan it is of, which another scope may declare as the far end of a pair. */
function home({ scope, key, props }: Item, wanted: ReadonlyMap<string, Wanted>): Place {
  const link = { kind: "link", scope, key: String(props.dev ?? key.split(" ")[0]) };
  const at = wanted.get(idOf(link))?.at ?? { scope, path: ["links", link.key] };
  return { scope: at.scope, path: [...at.path, ...(props.dst === undefined ? ["port", "fdb", "-"] : ["fdb", "-"])] };
}

function show({ key, props }: Item, changes: readonly Change[] = []): Json {
  const [, mac = "", ...rest] = key.split(" ");
  const { dev = "", state = "static", dst } = props;
  if (dst === undefined)
    return {
      mac,
      ...(rest[0] === "vlan" && { vlan: Number(rest[1]) }),
      ...(state !== "static" && { state }),
      ...(changes.some(({ property }) => property === "dev") && { dev }),
    };
  const [address = "", ...words] = String(dst).split(" ");
  const number = (word: string) =>
    word === "via" ? words[words.indexOf(word) + 1] : Number(words[words.indexOf(word) + 1]);
  const said = ["port", "vni", "via"].filter((word) => words.includes(word));
  return {
    ...(mac !== ZERO_MAC && { mac }),
    dst: address,
    ...(Object.fromEntries(said.map((word) => [word, number(word)])) as Record<string, Json>),
  };
}
