import type { Reason } from "../../../../net/schema/expectation.ts";
import { answerTo, type Packet } from "../../../../net/walk/packet.ts";
import type { Outcome, Symptom } from "../probe/outcome.ts";
import { evidence, heardBy, narrow } from "./evidence.ts";
import { addressesOf, ownerOf } from "./facts.ts";
import type { Death, End, Inquiry, Journey, Passable, World } from "./inquiry.ts";
import { lookedAt } from "./looked.ts";
import type { Side } from "./muted.ts";
import { moved } from "./proof.ts";
import { travel } from "./travel.ts";
import { unheard } from "./unheard.ts";

/** Why a probe failed, and where. */
export interface Died {
  reason: Reason;
  where: string;
  /** What to do about it, where the reason alone does not tell. */
  next?: string;
  /** True where a route or a rule of policy says that it stops: nothing else that drifted can be why. */
  ruled?: boolean;
  /** What was looked at, where no cause was found. */
  looked?: string;
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
  const around: Passable = { ...world, follow: (journey) => travel(around, journey) };
  const journey = journeyOf(scope, packet);
  const request = yield* travel(around, journey);
  if (request.how === "died" && fits(request.death, outcome)) return died(request.death);
  if (outcome.symptom === "refused" && request.how === "arrived")
    return yield* unheard(request.scope, journey.packet, outcome);
  if (outcome.symptom !== "silence" || request.how === "died") return said(scope, outcome);
  const astray = yield* ledAstray(world, request, journey);
  if (astray) return astray;
  const answer = yield* explainAnswer(around, request, journey, outcome);
  return answer.reason === "no-answer" ? { ...answer, looked: yield* lookedAt(journey) } : answer;
}

function journeyOf(scope: string, packet: Packet): Journey {
  const lists = { translations: [], hops: [], doubts: [], tracked: [], untranslated: [], inside: [], outers: [] };
  return { packet, scope, in: undefined, answer: false, ...lists };
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
  const { scope, hop, dev } = request;
  const having = world.owners.get(hop);
  if (having !== undefined && !having.includes(scope)) {
    const words = `${having.join(", ")} ${having.length > 1 ? "do" : "does"} not have that address`;
    return { reason: "no-arp", where: `${scope}: the gateway ${hop} by ${dev} is not there: ${words}` };
  }
  return {
    reason: "no-route",
    where: `${scope}: no route to ${packet.dst} of ${owner}; the one that matches leads to ${hop} by ${dev}`,
  };
}

function* explainAnswer(world: Passable, request: End, journey: Journey, outcome: Outcome): Inquiry<Died> {
  const outside = request.how === "left" ? request : undefined;
  const back: Journey = { ...journey, packet: answerTo(journey.packet), answer: true, in: outside?.dev };
  const end = yield* travel(world, back);
  // Whether a machine out of our sight answers at all, only a counter can tell.
  const counted = end.how === "died" && (outside ? yield* moved(end.death) : true);
  const [late] = journey.untranslated;
  const lost = end.how === "died" && end.death.reason === "no-return-route" ? `; ${end.death.where}` : "";
  if (late !== undefined && (lost || !counted)) return { reason: "no-nat", where: `${late}${lost}` };
  if (end.how === "died" && counted) return died(end.death);
  const hidden = yield* evidence(world, journey, outside ? undefined : journey.scope);
  if (hidden) return died(hidden);
  const remarks = journey.doubts.map((doubt) => `it may have died here, which cannot be told: ${doubt}`);
  if (end.how === "died" && counted === undefined) remarks.unshift(`an answer would meet this: ${end.death.where}`);
  const found = outcome.opened
    ? yield* opened(journey)
    : outside
      ? yield* wayOut(outside, journey)
      : yield* silent(journey);
  return { reason: "no-answer", where: [found, ...remarks].join("; ") };
}

/** Small packets go both ways: it is the server that is slow, or the large ones that are lost. */
function* opened(journey: Journey): Inquiry<string> {
  const mtu = yield* narrow(journey);
  return `${journey.scope}: the connection opens, then nothing comes${mtu === undefined ? "" : `; ${mtu}`}`;
}

function* wayOut(left: Side, { packet, translations, in: from }: Journey): Inquiry<string> {
  const changed = translations.find((one) => one.side === "src" && one.scope === left.scope);
  const words = `${left.scope}: the request leaves by ${left.dev} as ${packet.src} > ${packet.dst}, no answer comes`;
  if (changed) return `${words} (translated from ${changed.before.src})${yield* borrowed(left, packet)}`;
  if (from === undefined) return words;
  return `${words}; nothing translates the source, so ${packet.dst} needs a route back to ${packet.src}`;
}

/** Masquerading takes another interface's address where its own has none, and nobody out there may know it. */
function* borrowed({ scope, dev }: Side, { src, dst, family }: Packet): Inquiry<string> {
  const holder = (yield* addressesOf(scope)).find(({ address }) => address === src)?.dev;
  if (holder === undefined || holder === dev) return "";
  return `; ${dev} has no address of IPv${family} to translate it to, and ${src} is that of ${holder}: ${dst} needs a route back to it`;
}

function* silent(journey: Journey): Inquiry<string> {
  const { scope, packet } = journey;
  const heard = yield* heardBy(scope, journey);
  const way = `by routes and rules the request reaches ${packet.dst}`;
  if (!heard) return `${scope}: ${way}, and nothing on the way back is known to stop an answer`;
  if (!heard.asked) return `${scope}: ${way}, but no request was counted there`;
  if (!heard.answered) return `${scope}: the request arrives and is not answered`;
  return `${scope}: the request arrives and is answered, and nothing on the way back is known to stop the answer`;
}

function died({ reason, where, next, ruled }: Death): Died {
  return { reason, where, ...(next !== undefined && { next }), ...(ruled && { ruled }) };
}
