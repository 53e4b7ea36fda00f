import { EBTABLES } from "../../../../net/walk/ethernet.ts";
import { readRules } from "../../../../net/walk/rules.ts";
import { countAt, stopsIn, type Verdict, walk } from "../../../../net/walk/walk.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";
import { type Devices, type Hook, meeting, portsAsDevices, reasonAt, seenAt } from "./meeting.ts";
import { nftHook } from "./nft.ts";
import { proven } from "./proof.ts";

const ARGV = ["ebtables-save", "-c"];

/** Where a rule of a bridge itself stops a frame: ebtables, or nftables of family bridge. None where both are missing. */
export function* bridgeHook(journey: Journey, at: Hook, devices: Devices): Inquiry<Death | undefined> {
  const { stdout } = yield { scope: journey.scope, argv: ARGV };
  const seen = yield* seenAt(journey, devices);
  const stops = ["nat", "filter"].flatMap((table) => stopsIn(walk(readRules(stdout), table, at, seen, EBTABLES)));
  for (const verdict of stops) {
    const death = yield* proven(journey, deathBy(journey, at, verdict, devices));
    if (death) return death;
  }
  return yield* nftHook(journey, at, portsAsDevices(devices), ["bridge"]);
}

function deathBy(journey: Journey, at: Hook, { spot, text, certain }: Verdict, devices: Devices): Death {
  const place = spot.rule === undefined ? `policy of ${spot.chain}` : `rule ${spot.rule + 1} of ${spot.chain}`;
  return {
    reason: reasonAt(journey, at, false),
    where: `${journey.scope}: ${place}, table ${spot.table} of ebtables (${text}), met by ${meeting(journey, portsAsDevices(devices))}`,
    certain,
    scope: journey.scope,
    // A policy is not counted in what it prints.
    ...(spot.rule === undefined
      ? {}
      : { counter: { argv: ARGV, count: (printed: string) => countAt(readRules(printed), spot) } }),
  };
}
