import { contains, formatCidr, formatIp, network, width } from "../../net/ip.ts";
import { TUNNELS } from "../../net/schema/tunnel.ts";
import type { Address, Facts, Link } from "../facts.ts";
import { linkId, linksById, tagOf } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";

/** In one layer 2 segment every address is there once, and lies in a subnet of the bridge that the segment hangs on. */
export function segments({ links, addresses }: Facts): Fault[] {
  const segment = segmentsOf(links);
  const placed = addresses.map((address) => ({ ...address, segment: segment(linkId(address.scope, address.link)) }));
  const twice = repeated(placed, (address) => `${address.segment} ${formatIp(address.cidr)}`)
    .filter(([address, first]) => address.scope !== first.scope)
    .map(([{ path, cidr }, first]) => ({
      path,
      value: formatIp(cidr),
      rule: `${first.scope} has this address in the same segment, at ${formatPath(first.path)}`,
      fix: "give one of them another",
    }));
  return [...twice, ...strangers(links, addresses)];
}

/** Which links frames pass between: the ends of cables, bridges and their ports. */
export function segmentsOf(links: readonly Link[]): (id: string) => string {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    let top = id;
    while (parent.has(top) && parent.get(top) !== top) top = parent.get(top)!;
    if (top !== id) parent.set(id, top);
    return top;
  };
  const byId = linksById(links);
  for (const link of links) {
    const { scope, name, peer, master } = link;
    const id = linkId(scope, name);
    // Where two links have one name, which is a fault of its own, the later one joins nothing.
    if (byId.get(id) !== link) continue;
    const mutual = peer !== undefined && (byId.get(peer)?.peer ?? id) === id && byId.get(peer)?.type !== "bridge";
    if (mutual) parent.set(root(id), root(peer));
    if (master) parent.set(root(id), root(linkId(scope, master.name)));
  }
  // What lies on interfaces of one segment is in it too, or tag by tag in one of its own; outer tags first. What is in a
  // tunnel is elsewhere.
  const depth = (link: Link, way = 0): number => {
    const below = way > links.length ? undefined : link.parent && byId.get(linkId(link.scope, link.parent.name));
    return below ? depth(below, way + 1) : way;
  };
  const lying = links.filter(({ parent, type }) => parent && !TUNNELS.has(type));
  for (const link of lying.toSorted((a, b) => depth(a) - depth(b))) {
    const [below, tag] = [root(linkId(link.scope, link.parent!.name)), tagOf(link)];
    parent.set(root(linkId(link.scope, link.name)), tag === undefined ? below : root(`${below} ${tag}`));
  }
  return root;
}

/** Addresses at the far end of a bridge's port that the bridge itself would not take for neighbours. */
function strangers(links: readonly Link[], addresses: readonly Address[]): Fault[] {
  const of = new Map<string, Address[]>();
  for (const address of addresses) {
    const id = linkId(address.scope, address.link);
    of.set(id, [...(of.get(id) ?? []), address]);
  }
  return links.flatMap(({ scope, peer, master }) => {
    if (peer === undefined || !master) return [];
    const bridge = of.get(linkId(scope, master.name)) ?? [];
    return (of.get(peer) ?? []).flatMap((address) => stranger(address, bridge, master.name));
  });
}

function stranger({ path, cidr, peer }: Address, bridge: readonly Address[], name: string): Fault[] {
  const same = bridge.filter(
    (address) => address.cidr.family === cidr.family && !isLinkLocal(address.cidr.value, cidr.family),
  );
  const single = cidr.prefix === width(cidr.family);
  if (same.length === 0 || single || peer || isLinkLocal(cidr.value, cidr.family)) return [];
  if (same.some((address) => contains(address.cidr, cidr))) return [];
  const subnets = same.map((address) => formatCidr(network(address.cidr))).join(", ");
  return [
    {
      path,
      value: formatCidr(cidr),
      rule: `not in a subnet of bridge ${name}, which has ${subnets}`,
      fix: "take an address in it",
    },
  ];
}

/** fe80::/10: every link has its own. */
export function isLinkLocal(value: bigint, family: 4 | 6): boolean {
  return family === 6 && value >> 118n === 0x3fan;
}
