import type { Death, Inquiry, Journey, Passable } from "../inquiry.ts";
import type { Side } from "../muted.ts";
import { placeOf } from "./ends.ts";
import type { Frame } from "./frame.ts";
import { nextOf } from "./links.ts";

/** More interfaces than anybody waits for to be looked at. */
const MOST = 200;

/** Whether frames get from one interface to another: what stops them, as far as it can be told. */
export type Wire = { stop: Death } | "passes" | "parted" | "unknown";

/**
 * Follows a frame from an interface over links, bridges, VLANs and tunnels of Ethernet to another one. Where no frame
 * gets there, the same ways are followed past what stops them, and the first stop of the shortest one is told.
 */
export function* wire(world: Passable, journey: Journey, near: Side, far: Side): Inquiry<Wire> {
  const start = yield* placeOf(near);
  if (!start) return "unknown";
  const around = { world, journey, towards: far.scope };
  const open: Frame[] = [{ at: start, isLeaving: true, tags: [] }];
  const past: Frame[] = [];
  const seen = new Set<string>();
  let isBlind = false;
  let lost: Death | undefined;
  for (let frame = open.shift(); frame; frame = open.shift() ?? past.shift()) {
    if (seen.has(keyOf(frame))) continue;
    seen.add(keyOf(frame));
    if (seen.size > MOST) return "unknown";
    if (frame.isLost) {
      lost ??= frame.stop;
      continue;
    }
    if (isAt(frame, far)) return outcome(frame, isBlind);
    for (const next of yield* nextOf(around, frame)) {
      if (next === undefined) isBlind = true;
      else (next.stop ? past : open).push(next);
    }
  }
  if (isBlind) return "unknown";
  return lost ? { stop: lost } : "parted";
}

function keyOf({ at: { scope, dev }, isLeaving, tags, stop, isLost }: Frame): string {
  return [scope, dev, isLeaving, stop !== undefined, isLost === true, ...tags].join(" ");
}

function isAt({ at, isLeaving, tags }: Frame, { scope, dev }: Side): boolean {
  return at.scope === scope && at.dev === dev && !isLeaving && tags.length === 0;
}

/** Where some way is out of sight, nobody can say that none leads there. */
function outcome({ stop }: Frame, isBlind: boolean): Wire {
  if (!stop) return "passes";
  return isBlind ? "unknown" : { stop };
}
