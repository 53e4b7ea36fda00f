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
 * The type of the interface that a packet leaves by, where it may be a tunnel. Where a neighbour is known nobody has to be
 * asked which type it is: no tunnel knows one.
 */
export function* tunnelType({ scope, packet }: Journey, { dev, gateway }: Route): Inquiry<string | undefined> {
  if (dev === "lo" || (yield* neighbour(scope, gateway ?? packet.dst, dev)).state !== undefined) return undefined;
  return (yield* linkOf(scope, dev))?.linkinfo?.info_kind;
}

/** The way of a packet through a tunnel of a type to its other end; undefined for another type, and where that end is not known. */
export function* tunnelled(
  world: Passable,
  journey: Journey,
  dev: string,
  type: string | undefined,
): Inquiry<Passage | undefined> {
  const way = WAYS[type ?? ""];
  return way && (yield* way(world, journey, dev));
}
