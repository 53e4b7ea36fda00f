import type { Reason } from "../../../../../net/schema/expectation.ts";
import { answerTo, type Packet } from "../../../../../net/walk/packet.ts";
import type { Death, Inquiry, Journey, Passable } from "../inquiry.ts";
import type { Side } from "../muted.ts";
import { circling, type Outer, shown, sourceless } from "./outer.ts";

/** What becomes of a packet in a tunnel: it comes out at the other end, or dies on the way. */
export type Passage = { out: Side } | { death: Death };

/** A tunnel that sends, and what an end makes of what it gets: an interface, why none takes it, or undefined for unknown. */
interface Sending {
  dev: string;
  outer: Outer;
  /** What is told of where it goes. Default: its addresses. */
  to?: string;
  /** What to do where no end takes it, if the reason alone does not tell. */
  next?: string;
  taking(scope: string, packet: Packet): Inquiry<string | Side | undefined>;
}

/**
 * Follows what a tunnel makes of a packet to its other end, by the same rules as any packet, and tells where it comes out
 * there. Undefined where that is out of sight.
 */
export function* through(world: Passable, journey: Journey, sending: Sending): Inquiry<Passage | undefined> {
  const { dev, outer, to = shown(outer.packet) } = sending;
  const where = `${journey.scope}: ${dev} sends it to ${to}`;
  const circle = circling(journey, dev);
  if (circle) return { death: circle };
  const lost = yield* sourceless(outer);
  if (lost) return { death: within(journey, lost, where) };
  const carrier = carrierOf(journey, sending);
  const end = yield* world.follow(carrier);
  if (end.how === "died") return { death: within(journey, end.death, where) };
  if (end.how === "left") return undefined;
  journey.outers.push(carrier);
  const taker = yield* sending.taking(end.scope, carrier.packet);
  if (taker === undefined) return undefined;
  if (typeof taker === "object") return { out: taker };
  const death: Death = {
    reason: "no-peer",
    where: `${where}: ${end.scope}: ${taker}`,
    certain: true,
    scope: end.scope,
  };
  return { death: sending.next === undefined ? death : { ...death, next: sending.next } };
}

/** The outer packet on its way: as an answer where one from the other end has come before, which rules may go by. */
function carrierOf(journey: Journey, { dev, outer: { scope, packet, bound } }: Sending): Journey {
  const asked = journey.outers.find(
    (one) => one.packet.src === packet.dst && (bound.src === undefined || one.packet.dst === bound.src),
  );
  const isAnswer =
    journey.answer && asked !== undefined && packet.state === "NEW" && packet.sport === asked.packet.dport;
  return {
    ...journey,
    scope,
    packet: isAnswer ? answerTo(asked.packet) : packet,
    in: undefined,
    bound,
    answer: isAnswer,
    translations: isAnswer ? asked.translations : [],
    tracked: [],
    untranslated: [],
    inside: [...journey.inside, `${journey.scope} ${dev}`],
  };
}

/** As reasons are called where it is the answer that died. */
const OF_ANSWERS: Partial<Record<Reason, Reason>> = {
  "no-route": "no-return-route",
  "forward-drop": "answer-dropped",
  "input-drop": "answer-dropped",
  "output-drop": "answer-dropped",
  rejected: "answer-dropped",
};

function within({ answer }: Journey, death: Death, where: string): Death {
  const reason = (answer && OF_ANSWERS[death.reason]) || death.reason;
  return { ...death, reason, where: `${where}: ${death.where}` };
}
