import { crossing } from "./crossing.ts";
import { decide } from "./decide.ts";
import type { Route } from "./facts.ts";
import { hook } from "./hooks.ts";
import type { Death, End, Inquiry, Journey, Passable } from "./inquiry.ts";
import { arrow } from "./meeting.ts";
import type { Side } from "./muted.ts";
import { nat } from "./nat.ts";

/** More machines than any lab puts one behind the other; a packet that passes more runs in circles. */
const HOPS = 16;

/** Follows a packet from machine to machine, as the kernels would send it, until it dies, arrives or leaves our sight. */
export function* travel(world: Passable, journey: Journey): Inquiry<End> {
  for (let hops = 0; hops < HOPS; hops++) {
    const route = yield* decide(world, journey);
    if ("reason" in route) return { how: "died", death: route };
    if (route.local) return yield* arrive(journey);
    const ttl = journey.bound?.ttl;
    if (hops >= (ttl ?? HOPS))
      return worn(journey, `the ttl of ${ttl} ends here`, "give the tunnel a larger ttl, or inherit");
    const next = yield* onward(world, journey, route);
    if (next) return next;
  }
  return worn(journey, `${arrow(journey.packet)} comes by again and again`);
}

function worn({ scope }: Journey, words: string, next?: string): End {
  const death: Death = { reason: "ttl-exceeded", where: `${scope}: ${words}`, certain: true, scope };
  return { how: "died", death: next === undefined ? death : { ...death, next } };
}

function* arrive(journey: Journey): Inquiry<End> {
  const death = yield* hook(journey, "INPUT", { in: journey.in ?? "lo" });
  return death ? { how: "died", death } : { how: "arrived", scope: journey.scope };
}

/** Out of the scope and, where that is known, into the next one; an end when the packet gets no further. */
function* onward(world: Passable, journey: Journey, route: Route): Inquiry<End | undefined> {
  const { dev } = route;
  pass(journey, { scope: journey.scope, dev });
  const death = yield* out(journey, dev);
  if (death) return { how: "died", death };
  const crossed = yield* crossing(world, journey, route);
  if ("how" in crossed) return crossed;
  if ("death" in crossed) return { how: "died", death: crossed.death };
  journey.scope = crossed.out.scope;
  journey.in = crossed.out.dev;
  pass(journey, crossed.out);
  return undefined;
}

function pass({ hops, inside }: Journey, { scope, dev }: Side): void {
  hops.push({ scope, dev, ...(inside.length > 0 && { outer: true }) });
}

function* out(journey: Journey, dev: string): Inquiry<Death | undefined> {
  const input = journey.in === undefined ? {} : { in: journey.in };
  const death = journey.in === undefined ? undefined : yield* hook(journey, "FORWARD", { ...input, out: dev });
  if (death) return death;
  const late = yield* hook(journey, "POSTROUTING", { out: dev });
  if (late) return late;
  return yield* nat(journey, "POSTROUTING", { out: dev });
}
