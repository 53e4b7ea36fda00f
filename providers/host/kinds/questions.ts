import { fallbackOf } from "../../../net/fallback.ts";
import { type Dump, type Entry, type Objects, objectsOf } from "../dump.ts";
import type { Json } from "../json.ts";

/** Interfaces with their addresses: what every other kind stands on. */
export const LINKS: Objects = { ip: "addr show", as: "links" };

/** Routes of both families; those of the kernel belong to addresses. */
export const ROUTES: Objects = { ip: "route show table all", as: "routes" };

/** Rules of policy routing by family, of which `ip` shows one at a time. */
export const RULES: Readonly<Record<4 | 6, Objects>> = {
  4: { ip: "rule show", as: "rules" },
  6: { ip: "-6 rule show", as: "rules6" },
};

/** All but those that the kernel makes for tunnels in every namespace, which are nobody's to make or to take away. */
export function linksOf(dump: Dump | undefined): Entry[] {
  const all = objectsOf(dump, LINKS);
  const known = ours.get(all) ?? all.filter((link) => !isFallback(link));
  ours.set(all, known);
  return known;
}

/** Asked for every link of a scope, and more than once. */
const ours = new WeakMap<readonly Entry[], Entry[]>();

function isFallback(link: Entry): boolean {
  const type = fallbackOf(String(link.ifname));
  return type !== undefined && infoKind(link) === type;
}

/** What the kernel calls the type of an interface (IFLA_INFO_KIND); undefined for `lo` and what is of hardware. */
export function infoKind({ linkinfo }: Entry): Json | undefined {
  return (linkinfo as Entry | undefined)?.info_kind;
}

/** The interface of a name; undefined where the scope has none. */
export function linkNamed(dump: Dump | undefined, name: unknown): Entry | undefined {
  return linksOf(dump).find(({ ifname }) => ifname === name);
}
