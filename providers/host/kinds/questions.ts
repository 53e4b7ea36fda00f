import { fallbackOf } from "../../../net/fallback.ts";
import { type Dump, type Entry, type Objects, objectsOf } from "../dump.ts";

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
  return objectsOf(dump, LINKS).filter(({ ifname, linkinfo }) => {
    const type = fallbackOf(String(ifname));
    return type === undefined || (linkinfo as Entry | undefined)?.info_kind !== type;
  });
}

/** The interface of a name; undefined where the scope has none. */
export function linkNamed(dump: Dump | undefined, name: unknown): Entry | undefined {
  return linksOf(dump).find(({ ifname }) => ifname === name);
}
