import { TUNNELS } from "../../net/schema/tunnel.ts";
import { belowId, type Link, linkId, linksById, tagOf, tagText } from "../facts.ts";
import { filters, vlansOf } from "./vlans.ts";

/**
 * Which links frames pass between: the ends of cables, bridges and their ports; VLAN by VLAN where a bridge filters
 * them.
 */
export function segmentsOf(links: readonly Link[]): (id: string) => string {
  const parts = new Parts();
  const byId = linksById(links);
  const bridgeOf = ({ scope, bridge }: Link) => (bridge ? byId.get(linkId(scope, bridge.name)) : undefined);
  for (const link of links) {
    const { scope, name, peer, bridge } = link;
    const id = linkId(scope, name);
    // Where two links have one name, which is a fault of its own, the later one joins nothing.
    if (byId.get(id) !== link) continue;
    const mutual = peer !== undefined && (byId.get(peer)?.peer ?? id) === id && byId.get(peer)?.type !== "bridge";
    if (mutual) parts.join(peer, id);
    if (bridge && !filters(bridgeOf(link))) parts.join(linkId(scope, bridge.name), id);
  }
  const inVlans = links.flatMap((link) => membershipsOf(link, bridgeOf(link)));
  for (const { id, vlan, number, words } of inVlans)
    if (!words.includes("untagged")) parts.join(vlan, tagged(parts.of(id), tagText(number)));
  joinLying(parts, links, byId);
  // A port that takes frames without a tag into a VLAN, and gives them out so.
  for (const { id, vlan, words } of inVlans) if (words === "pvid untagged") parts.join(vlan, id);
  return (id) => parts.of(id);
}

/** Frames of one tag, on what carries all of them. */
function tagged(segment: string, tag: string): string {
  return `${segment} ${tag}`;
}

/** The VLANs that a link is in, as the port of a bridge that filters them or as such a bridge. */
function membershipsOf(link: Link, bridge: Link | undefined) {
  const id = linkId(link.scope, link.name);
  const of = (where: string, list: unknown) =>
    [...vlansOf(list)].map(([number, words]) => ({ id, vlan: `${where} in VLAN ${number}`, number, words }));
  return [
    ...(filters(link) ? of(id, link.fields.vlans) : []),
    ...(bridge && filters(bridge) ? of(linkId(bridge.scope, bridge.name), link.port?.value.vlans) : []),
  ];
}

/** What lies on interfaces of one segment is in it too, or tag by tag in one of its own; outer tags first. */
function joinLying(parts: Parts, links: readonly Link[], byId: ReadonlyMap<string, Link>): void {
  const below = (link: Link) => byId.get(belowId(link) ?? "");
  const depth = (link: Link, way = 0): number => {
    const next = way > links.length ? undefined : below(link);
    return next ? depth(next, way + 1) : way;
  };
  const levels = Map.groupBy(
    // What is in a tunnel is elsewhere.
    links.filter(({ parent, type }) => parent && !TUNNELS.has(type)),
    (link) => depth(link),
  );
  for (const [, level] of [...levels].toSorted(([a], [b]) => a - b)) {
    const joined = level.map((link) => {
      const [segment, tag] = [parts.of(belowId(link)!), tagOf(link)];
      return [tag === undefined ? segment : tagged(segment, tag), linkId(link.scope, link.name)] as const;
    });
    for (const [segment, id] of joined) parts.join(segment, id);
  }
}

/** Names that mean the same, by one of them. */
class Parts {
  readonly #above = new Map<string, string>();

  of(name: string): string {
    let top = name;
    while (this.#above.has(top) && this.#above.get(top) !== top) top = this.#above.get(top)!;
    if (top !== name) this.#above.set(name, top);
    return top;
  }

  /** The second is called as the first from now on. */
  join(first: string, second: string): void {
    this.#above.set(this.of(second), this.of(first));
  }
}
