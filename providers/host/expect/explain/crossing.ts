import { bridged } from "./bridge.ts";
import { neighbour, type Route } from "./facts.ts";
import { holderOf } from "./holder.ts";
import type { End, Inquiry, Journey, Passable } from "./inquiry.ts";
import { linksOf } from "./links.ts";
import { silentNeighbour } from "./neighbour.ts";
import type { Passage } from "./tunnel/through.ts";
import { tunnelled, tunnelType } from "./tunnel/tunnel.ts";
import { foreignSource } from "./tunnel/wireguard.ts";

/** Out of an interface and into the next machine, by a tunnel or by its link; an end where it gets no further. */
export function* crossing(world: Passable, journey: Journey, route: Route): Inquiry<Passage | End> {
  const type = yield* tunnelType(journey, route);
  const passage = (yield* tunnelled(world, journey, route.dev, type)) ?? (yield* byLink(world, journey, route));
  if (!("out" in passage) || type !== "wireguard") return passage;
  const { scope, dev } = passage.out;
  const foreign = yield* foreignSource(journey, route.dev, scope, dev);
  return foreign ? { death: foreign } : passage;
}

/** To the machine that has the next hop's address. */
function* byLink(world: Passable, journey: Journey, route: Route): Inquiry<Passage | End> {
  const { dev, gateway } = route;
  const death = yield* silentNeighbour(world, journey, route);
  if (death) return { death };
  const hop = gateway ?? journey.packet.dst;
  const holder = yield* holderOf(world, journey, { scope: journey.scope, dev }, hop);
  const next = holder?.scope;
  const nextDev = holder?.dev ?? (yield* stillKnown(journey, dev, hop, next));
  if (next === undefined || nextDev === undefined)
    return { how: "left", scope: journey.scope, dev, hop, gateway: gateway !== undefined };
  const stopped = yield* bridged(journey, dev, next, nextDev);
  return stopped ? { death: stopped } : { out: { scope: next, dev: nextDev } };
}

/** An interface that has lost the address, and is sent to as long as its MAC address is remembered. */
function* stillKnown(
  { scope }: Journey,
  dev: string,
  hop: string,
  next: string | undefined,
): Inquiry<string | undefined> {
  const { mac } = next === undefined ? {} : yield* neighbour(scope, hop, dev);
  if (next === undefined || mac === undefined) return undefined;
  // A bridge has the address of one of its ports, and packets come to the bridge.
  const named = (yield* linksOf(next)).filter(({ address }) => address?.toLowerCase() === mac);
  return (named.find(({ master }) => master === undefined) ?? named[0])?.ifname;
}
