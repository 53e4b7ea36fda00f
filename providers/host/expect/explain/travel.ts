import { bridged } from "./bridge.ts";
import { decide } from "./decide.ts";
import { addressesOf, ownerOf, type Route } from "./facts.ts";
import { hook } from "./hooks.ts";
import type { Death, End, Inquiry, Journey, World } from "./inquiry.ts";
import { arrow } from "./meeting.ts";
import { nat } from "./nat.ts";
import { silentNeighbour } from "./neighbour.ts";
import { foreignSource } from "./tunnel.ts";

/** More machines than any lab puts one behind the other; a packet that passes more runs in circles. */
const HOPS = 16;

/** Follows a packet from machine to machine, as the kernels would send it, until it dies, arrives or leaves our sight. */
export function* travel(world: World, journey: Journey): Inquiry<End> {
  for (let hops = 0; hops < HOPS; hops++) {
    const route = yield* decide(journey);
    if ("reason" in route) return { how: "died", death: route };
    if (route.local) return yield* arrive(journey);
    const next = yield* onward(world, journey, route);
    if (next) return next;
  }
  const where = `${journey.scope}: ${arrow(journey.packet)} comes by again and again`;
  return { how: "died", death: { reason: "ttl-exceeded", where, certain: true, scope: journey.scope } };
}

function* arrive(journey: Journey): Inquiry<End> {
  const death = yield* hook(journey, "INPUT", { in: journey.in ?? "lo" });
  return death ? { how: "died", death } : { how: "arrived", scope: journey.scope };
}

/** Out of the scope and, where that is known, into the next one; an end when the packet gets no further. */
function* onward(world: World, journey: Journey, route: Route): Inquiry<End | undefined> {
  const { dev } = route;
  journey.hops.push({ scope: journey.scope, dev });
  const death = (yield* out(journey, dev)) ?? (yield* silentNeighbour(world, journey, route));
  if (death) return { how: "died", death };
  const hop = route.gateway ?? journey.packet.dst;
  const next = yield* ownerOf(world, hop);
  const held = next === undefined ? [] : yield* addressesOf(next);
  const nextDev = held.find((one) => one.address === hop)?.dev;
  if (next === undefined || nextDev === undefined)
    return { how: "left", scope: journey.scope, dev, hop, gateway: route.gateway !== undefined };
  const stopped =
    (yield* bridged(journey, dev, next, nextDev)) ?? (yield* foreignSource(journey, { dev, hop }, next, nextDev));
  if (stopped) return { how: "died", death: stopped };
  journey.scope = next;
  journey.in = nextDev;
  journey.hops.push({ scope: next, dev: nextDev });
  return undefined;
}

function* out(journey: Journey, dev: string): Inquiry<Death | undefined> {
  const input = journey.in === undefined ? {} : { in: journey.in };
  const death = journey.in === undefined ? undefined : yield* hook(journey, "FORWARD", { ...input, out: dev });
  if (death) return death;
  const late = yield* hook(journey, "POSTROUTING", { out: dev });
  if (late) return late;
  yield* nat(journey, "POSTROUTING", { out: dev });
  return undefined;
}
