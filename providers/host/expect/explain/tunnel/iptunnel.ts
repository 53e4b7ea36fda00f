import type { Packet } from "../../../../../net/walk/packet.ts";
import type { Inquiry, Journey, Passable } from "../inquiry.ts";
import { linkOf } from "../links.ts";
import { carries, hasOneEnd, tunnelOf } from "./ends.ts";
import { homeOf } from "./homes.ts";
import { boundBy, outerTo } from "./outer.ts";
import { taking } from "./taking.ts";
import { type Passage, through } from "./through.ts";

/** What is in the outer packet: of the others it depends on the inner one. */
const PROTOCOL: Readonly<Record<string, Packet["protocol"]>> = { gre: "gre", gretap: "gre" };

/** The way of a packet through a gre, gretap, ipip, sit or ip6tnl; undefined for one that has not one other end. */
export function* byEnds(world: Passable, journey: Journey, dev: string): Inquiry<Passage | undefined> {
  const link = yield* linkOf(journey.scope, dev);
  if (!link) return undefined;
  const tunnel = tunnelOf(journey.scope, link);
  if (tunnel.remote === undefined || !hasOneEnd(tunnel)) return undefined;
  const home = yield* homeOf(journey.scope, link);
  if (home === undefined) return undefined;
  const protocol = PROTOCOL[tunnel.kind] ?? (journey.packet.family === 4 ? "ipencap" : "ipv6");
  const { scope } = journey;
  const where = `${scope}: ${dev} carries ${tunnel.data.proto} alone (mode), and this is IPv${journey.packet.family}`;
  if (!carries(tunnel, protocol)) return { death: { reason: "no-peer", where, certain: true, scope } };
  return yield* through(world, journey, {
    dev,
    outer: outerTo(home, tunnel.remote, { protocol }, boundBy(tunnel)),
    taking: (scope, packet) => taking(world, scope, packet, tunnel),
  });
}
