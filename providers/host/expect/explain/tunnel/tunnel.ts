import { neighbour, type Route } from "../facts.ts";
import type { Inquiry, Journey, Passable } from "../inquiry.ts";
import { linkOf } from "../links.ts";
import { byEnds } from "./iptunnel.ts";
import type { Passage } from "./through.ts";
import { byPeer } from "./wireguard.ts";

/** Types that carry packets of IP, and know no neighbours. */
const WAYS: Readonly<Record<string, typeof byEnds>> = {
  gre: byEnds,
  ipip: byEnds,
  sit: byEnds,
  ip6tnl: byEnds,
  wireguard: byPeer,
};

/**
 * The way of a packet through a tunnel to its other end; undefined for another interface, and where that end is not
 * known. Where a neighbour is known nobody has to be asked which type it is: no tunnel knows one.
 */
export function* tunnelled(world: Passable, journey: Journey, { dev, gateway }: Route): Inquiry<Passage | undefined> {
  const { scope, packet } = journey;
  if (dev === "lo" || (yield* neighbour(scope, gateway ?? packet.dst, dev)).state !== undefined) return undefined;
  const kind = (yield* linkOf(scope, dev))?.linkinfo?.info_kind ?? "";
  const way = WAYS[kind];
  return way && (yield* way(world, journey, dev));
}
