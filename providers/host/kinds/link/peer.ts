import { containerOf } from "../../../../net/scope.ts";
import type { Json } from "../../json.ts";
import type { Dump } from "../../model.ts";

/** One end of a pair, as a dump has it. */
interface End {
  scope: string;
  json: Record<string, Json>;
}

/** "scope/name" of a veth's other end; "scope/#index" where the namespace that it is in was not read. */
export function peerOf(link: Record<string, Json>, dump: Dump, all: ReadonlyMap<string, Dump>): string {
  if (link.link_index === undefined) return `${dump.scope}/${String(link.link ?? "?")}`;
  const found = candidates(link, dump, all);
  const named = dump.peers[String(link.link_netnsid)] ?? "host";
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
export function candidates(link: Record<string, Json>, dump: Dump, all: ReadonlyMap<string, Dump>): End[] {
  if (link.link_index === undefined || link.link_netnsid === undefined) return [];
  const found = ends(all).get(`${link.link_index} ${link.ifindex}`) ?? [];
  return found.filter(({ scope }) => scope !== dump.scope);
}

/** All ends of pairs by their own index and their link's: looked up for every veth of a survey. */
function ends(all: ReadonlyMap<string, Dump>): Map<string, End[]> {
  let index = indexes.get(all);
  if (!index) {
    const every = [...all.values()].flatMap(({ scope, links }) => links.map((json) => ({ scope, json })));
    index = Map.groupBy(every, ({ json }) => `${json.ifindex} ${json.link_index}`);
    indexes.set(all, index);
  }
  return index;
}

const indexes = new WeakMap<ReadonlyMap<string, Dump>, Map<string, End[]>>();
