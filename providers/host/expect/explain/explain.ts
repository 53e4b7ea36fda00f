import type { Reason } from "../../../../net/schema/expectation.ts";
import { answerTo, type Packet } from "../../../../net/walk/packet.ts";
import type { Outcome, Symptom } from "../probe/outcome.ts";
import { ownerOf } from "./facts.ts";
import type { Death, End, Inquiry, Journey, World } from "./inquiry.ts";
import { moved } from "./proof.ts";
import { travel } from "./travel.ts";
import { unheard } from "./unheard.ts";

/** Why a probe failed, and where. */
export interface Died {
  reason: Reason;
  where: string;
}

/** What tells everything by itself: an answer came, only not the right one. */
const TELLING: Partial<Record<Symptom, Reason>> = {
  name: "name-not-found",
  status: "http-status",
  contents: "wrong-answer",
};

/** What an ICMP error or the local kernel says, for when the path shows nothing. */
const SAID: Partial<Record<Symptom, Reason>> = {
  refused: "refused",
  prohibited: "rejected",
  "port-unreachable": "rejected",
  "host-unreachable": "no-arp",
  "net-unreachable": "no-route",
  "no-source": "no-route",
  "not-permitted": "output-drop",
  "ttl-exceeded": "ttl-exceeded",
};

/**
 * Where the packet of a failed probe died. Says only what can be told: a place on the path that is known to stop it,
 * else what came back, else that nothing did.
 *
 * @param packet its first packet; undefined where no address is known
 */
export function* explain(world: World, scope: string, packet: Packet | undefined, outcome: Outcome): Inquiry<Died> {
  const told = outcome.symptom && TELLING[outcome.symptom];
  if (told) return { reason: told, where: `${scope}: ${outcome.found}` };
  if (!packet) return said(scope, outcome);
  const journey: Journey = { packet, scope, in: undefined, answer: false, translations: [], doubts: [] };
  const request = yield* travel(world, journey);
  if (request.how === "died" && fits(request.death, outcome)) return died(request.death);
  if (outcome.symptom === "refused" && request.how === "arrived")
    return yield* unheard(request.scope, journey.packet, outcome);
  if (outcome.symptom !== "silence" || request.how === "died") return said(scope, outcome);
  const astray = yield* ledAstray(world, request, journey);
  if (astray) return astray;
  const { reason, where } = yield* explainAnswer(world, request, journey);
  if (reason !== "no-answer") return { reason, where };
  return {
    reason,
    where: [where, ...journey.doubts.map((doubt) => `it may have died here, which cannot be told: ${doubt}`)].join(
      "; ",
    ),
  };
}

/** A refusal came from somewhere: then a silent drop on the path is not what happened. */
function fits({ reason, where }: Death, { symptom }: Outcome): boolean {
  if (reason === "wrong-neighbour") return true;
  // A route or a rule of policy that prohibits says so with the same words as a firewall.
  if (symptom === "prohibited" && reason === "no-route") return /prohibit/.test(where);
  return symptom === "refused" || symptom === "prohibited" ? reason === "rejected" : true;
}

function said(scope: string, { symptom, found, by }: Outcome): Died {
  const reason = (symptom && SAID[symptom]) ?? "no-answer";
  return { reason, where: by === undefined ? `${scope}: ${found}` : `${by} says: ${found}` };
}

/** The target is on a machine of ours, and the route leads to a gateway that is none of ours: the default route. */
function* ledAstray(world: World, request: End, { packet }: Journey): Inquiry<Died | undefined> {
  if (request.how !== "left" || !request.gateway) return undefined;
  const owner = yield* ownerOf(world, packet.dst);
  if (owner === undefined) return undefined;
  const where = `${request.scope}: no route to ${packet.dst} of ${owner}; the one that matches leads to ${request.hop} by ${request.dev}`;
  return { reason: "no-route", where };
}

function* explainAnswer(world: World, request: End, journey: Journey): Inquiry<Died> {
  const outside = request.how === "left" ? request : undefined;
  const back: Journey = { ...journey, packet: answerTo(journey.packet), answer: true, in: outside?.dev };
  const end = yield* travel(world, back);
  // Whether a machine out of our sight answers at all, only a counter can tell.
  const counted = end.how === "died" && (outside ? yield* moved(end.death) : true);
  if (end.how === "died" && counted) return died(end.death);
  const where = outside ? wayOut(outside, journey) : silent(journey);
  const meets = end.how === "died" && counted === undefined ? `; an answer would meet this: ${end.death.where}` : "";
  return { reason: "no-answer", where: `${where}${meets}` };
}

function wayOut(left: { scope: string; dev: string }, { packet, translations, in: from }: Journey): string {
  const changed = translations.find((one) => one.side === "src" && one.scope === left.scope);
  const words = `${left.scope}: the request leaves by ${left.dev} as ${packet.src} > ${packet.dst}, no answer comes`;
  if (changed) return `${words} (translated from ${changed.before.src})`;
  if (from === undefined) return words;
  return `${words}; nothing translates the source, so ${packet.dst} needs a route back to ${packet.src}`;
}

function silent({ packet, scope }: Journey): string {
  return `${scope}: the request reaches ${packet.dst} and nothing on the way back is known to stop an answer`;
}

function died({ reason, where }: Death): Died {
  return { reason, where };
}
