import { type Dump, type Entry, type Objects, objectsOf } from "../dump.ts";
import type { Json } from "../json.ts";
import type { Context, Line } from "../model.ts";
import { linksOf } from "./questions.ts";

/** What ARP and ND know, permanent entries among it. */
export const LEARNED: Objects = { ip: "neigh show", as: "learned" };

/**
 * Lines that end what interfaces have learned of addresses whose MAC changes, or that come to another interface: they
 * would send to the old one for half a minute. Only interfaces of ours are made to forget, and those whose ports ours
 * are; what people wrote there stays.
 *
 * @param mac the one that is right from now on: who knows it may go on knowing it
 */
export function unlearn(addresses: readonly string[], { dumps, owner }: Context, mac?: Json): Line[] {
  const known = addresses.flatMap((address) => knowing(dumps).get(address) ?? []);
  return known
    .filter(({ dump, entry }) => entry.lladdr !== mac && isNear(dump, entry.dev, owner))
    .map(({ dump, entry }) => forget(dump.scope, entry));
}

/** Lines that end all that one interface has learned: it is in another segment now. */
export function unlearnAll(dump: Dump | undefined, dev: string): Line[] {
  if (!dump) return [];
  return learnedIn(dump).flatMap((entry) => (entry.dev === dev ? [forget(dump.scope, entry)] : []));
}

/** The addresses of a scope's interfaces, or of one of them, without prefix. */
export function addressesOn(dump: Dump | undefined, dev?: string): string[] {
  const links = linksOf(dump).filter(({ ifname }) => dev === undefined || ifname === dev);
  const entries = links.flatMap(({ addr_info }) => (addr_info ?? []) as Entry[]);
  return entries.map(({ local }) => String(local));
}

/** Who knows an address: asked for every address of a plan. */
function knowing(dumps: Context["dumps"]) {
  const index = indexes.get(dumps) ?? indexed(dumps);
  indexes.set(dumps, index);
  return index;
}

const indexes = new WeakMap<Context["dumps"], ReturnType<typeof indexed>>();

function indexed(dumps: Context["dumps"]) {
  const all = [...dumps.values()].flatMap((dump) => learnedIn(dump).map((entry) => ({ dump, entry })));
  return Map.groupBy(all, ({ entry }) => String(entry.dst));
}

/** What people wrote is not learned, and what never answered has no MAC. */
function learnedIn(dump: Dump): Entry[] {
  const isKept = ({ state }: Entry) => KEPT.some((kept) => ((state ?? []) as Json[]).includes(kept));
  return objectsOf(dump, LEARNED).filter((entry) => entry.lladdr !== undefined && !isKept(entry));
}

const KEPT = ["PERMANENT", "NOARP"];

function isNear(dump: Dump, dev: Json | undefined, owner: string): boolean {
  return linksOf(dump).some(({ ifname, master, ifalias }) => ifalias === owner && (ifname === dev || master === dev));
}

/** When all links are as they shall be, everywhere. */
function forget(scope: string, { dst, dev }: Entry): Line {
  const of = [
    { kind: "link", scope, key: String(dev) },
    { kind: "namespace", scope, key: scope },
  ];
  const text = `neigh flush to ${dst} dev ${dev}`;
  return { stage: "forget", order: 0, scope, tool: "ip", text, once: true, removes: true, of };
}
