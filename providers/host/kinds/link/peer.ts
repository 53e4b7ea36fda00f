import { containerOf } from "../../../../net/scope.ts";
import { type Dump, type Entry, type Objects, objectsOf } from "../../dump.ts";
import { infoKind, linksOf } from "../questions.ts";

/** One end of a pair, as a dump has it. */
interface End {
  scope: string;
  json: Entry;
}

/** "scope/name" of a veth's other end; "scope/#index" where the namespace that it is in was not read. */
export function peerOf(link: Entry, dump: Dump, all: ReadonlyMap<string, Dump>): string {
  if (link.link_index === undefined) return `${dump.scope}/${String(link.link ?? "?")}`;
  const found = candidates(link, dump, all);
  const named = scopeNamed(dump, link.link_netnsid) ?? "host";
  // An id without a name is the host's or, for want of the host, a container's.
  const other =
    found.length === 1
      ? found[0]
      : (found.find(({ scope }) => scope === named) ??
        (named === "host" ? found.find(({ scope }) => containerOf(scope) !== undefined) : undefined));
  return other ? `${other.scope}/${String(other.json.ifname)}` : `${named}/#${link.link_index}`;
}

/**
 * Interfaces that can be the other end: its index is this one's link index, and the other way round. More than one
 * where several namespaces have such a pair; then the id that this namespace uses for the other one decides.
 */
function candidates(link: Entry, dump: Dump, all: ReadonlyMap<string, Dump>): End[] {
  if (link.link_index === undefined || link.link_netnsid === undefined) return [];
  const found = ends(all).get(`${link.link_index} ${link.ifindex}`) ?? [];
  return found.filter(({ scope }) => scope !== dump.scope);
}

/** What `ip netns list-id` tells of namespaces that have a name here. */
export function scopeNamed(dump: Dump, id: Entry[string] | undefined): string | undefined {
  const name = objectsOf(dump, NAMES).find(({ nsid }) => nsid === id)?.name;
  return name === undefined ? undefined : String(name);
}

/**
 * The names behind the ids that a namespace uses for others. Asked only where interface indexes leave a pair's other
 * end open: `ip` looks through every named namespace for it, which for a thousand of them takes a while.
 */
const NAMES: Objects = { ip: "netns list-id", as: "peers" };

/** Asked when all scopes have been read. */
export function asksForNames(dump: Dump, all: ReadonlyMap<string, Dump>): Objects[] {
  const isOpen = (link: Entry) => lies(link) || candidates(link, dump, all).length > 1;
  return linksOf(dump).some(isOpen) ? [NAMES] : [];
}

/** Whether it lies on an interface of another namespace, which nothing but the id tells. */
function lies(link: Entry): boolean {
  return link.link_index !== undefined && link.link_netnsid !== undefined && infoKind(link) !== "veth";
}

/** All ends of pairs by their own index and their link's: looked up for every veth of a survey. */
function ends(all: ReadonlyMap<string, Dump>): Map<string, End[]> {
  let index = indexes.get(all);
  if (!index) {
    const every = [...all.values()].flatMap((dump) => linksOf(dump).map((json) => ({ scope: dump.scope, json })));
    index = Map.groupBy(every, ({ json }) => `${json.ifindex} ${json.link_index}`);
    indexes.set(all, index);
  }
  return index;
}

const indexes = new WeakMap<ReadonlyMap<string, Dump>, Map<string, End[]>>();
