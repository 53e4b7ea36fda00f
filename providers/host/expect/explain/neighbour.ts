import { forged } from "./decide.ts";
import { dropping } from "./evidence.ts";
import { addressesOf, askedNeighbour, neighbour, type Route, routeTo } from "./facts.ts";
import { type Holder, holderOf } from "./holder.ts";
import type { Death, Inquiry, Journey, Passable, Why } from "./inquiry.ts";
import { kinship } from "./kinship.ts";
import { hostEnd, idle, linkOf } from "./links.ts";
import { interfacesWith, muted, type Side, sunken, withoutIpv6 } from "./muted.ts";
import { parted } from "./segments.ts";
import { type Wire, wire } from "./wire/wire.ts";

/** A next hop that answers no ARP request, and why, as far as the machines that are known tell it. */
export function* silentNeighbour(
  world: Passable,
  journey: Journey,
  { dev, gateway }: Route,
): Inquiry<Death | undefined> {
  if (dev === "lo") return undefined;
  const { scope, packet } = journey;
  const hop = gateway ?? packet.dst;
  const having = world.owners.get(hop) ?? [];
  const gone = having.every((one) => world.missing?.has(one)) ? having[0] : undefined;
  if (gone !== undefined)
    return {
      reason: "no-arp",
      where: `${scope}: ${hop} is in ${gone}: there is no namespace ${gone}`,
      certain: true,
      scope,
    };
  const before = yield* neighbour(scope, hop, dev);
  const known = before.state === undefined ? yield* askedNeighbour(scope, hop, dev) : before;
  const { state, mac } = known;
  if (state === undefined) return yield* swallowed(journey, dev);
  const near = { scope, dev };
  const far = yield* holderOf(world, journey, near, hop);
  if (state === "FAILED" || state === "INCOMPLETE")
    return yield* unanswered(
      { world, journey, near, hop, far },
      gateway === undefined ? hop : `the gateway ${hop}`,
      state,
    );
  return mac === undefined ? undefined : yield* misdirected(near, hop, { state, mac }, far);
}

/** An interface that asks for the address of a next hop, and who has it, as far as that is known. */
interface Asking {
  world: Passable;
  journey: Journey;
  near: Side;
  hop: string;
  far: Holder | undefined;
}

function* unanswered(asking: Asking, role: string, state: string): Inquiry<Death> {
  const { journey, near, far } = asking;
  const { scope, dev } = near;
  const protocol = journey.packet.family === 4 ? "ARP" : "neighbour discovery";
  const what = `${scope}: ${role} does not answer ${protocol} on ${dev} (neighbour ${state})`;
  const ends = yield* endsOf(asking);
  const link = yield* idleOn(ends);
  if (link) return { reason: "link-down", where: `${what}: ${link}`, certain: true, scope };
  const forgery = yield* takenForForged(asking);
  if (forgery) return { ...forgery, where: `${what}: ${forgery.where}` };
  const queue = yield* dropping(ends, "asking");
  if (queue) return { ...queue, where: `${what}: ${queue.where}` };
  const there = placed(far);
  const kin = there && (yield* kinship(near, there));
  if (kin) return silent(scope, what, kin);
  const crossed = yield* acrossTo(asking);
  if (typeof crossed === "object") return { ...crossed.stop, where: `${what}: ${crossed.stop.where}` };
  const away = yield* elsewhere(asking, crossed);
  if (away !== undefined) return silent(scope, what, { words: away });
  return silent(scope, what, there && (yield* muted(journey, near, there, asking.hop)));
}

function silent(scope: string, what: string, why: Why | undefined): Death {
  if (!why) return { reason: "no-arp", where: what, certain: true, scope };
  const { words, ...advice } = why;
  return { reason: "no-arp", where: `${what}: ${words}`, ...advice, certain: true, scope };
}

function placed(far: Holder | undefined): Side | undefined {
  return far?.dev === undefined ? undefined : { scope: far.scope, dev: far.dev };
}

/** What asks for no neighbour, and sends to nobody. */
function* swallowed({ scope }: Journey, dev: string): Inquiry<Death | undefined> {
  const link = yield* linkOf(scope, dev);
  const why = link && (yield* idle(scope, link));
  const isDummy = link?.linkinfo?.info_kind === "dummy";
  const words = why ?? (isDummy ? `${dev} is a dummy, and what leaves by it gets nowhere` : undefined);
  return words === undefined ? undefined : { reason: "link-down", where: `${scope}: ${words}`, certain: true, scope };
}

/** Somebody else answers for the address: it is there twice, or a permanent entry names an interface that is gone. */
function* misdirected(
  { scope, dev }: Side,
  hop: string,
  { state, mac }: { state: string; mac: string },
  far: Holder | undefined,
): Inquiry<Death | undefined> {
  if (far?.dev === undefined) return undefined;
  const right = (yield* linkOf(far.scope, far.dev))?.address?.toLowerCase();
  if (right === undefined || right === mac) return undefined;
  const [other] = yield* interfacesWith(mac, scope);
  // Who answers for others' addresses on purpose passes their packets on.
  if (other && !(yield* addressesOf(other.scope)).some(({ address }) => address === hop)) return undefined;
  const whose = other ? `${other.dev} of ${other.scope}, which has that address too` : "no interface of the host";
  const where = `${scope}: ${hop} is at ${mac} by ${dev} (neighbour ${state}): ${whose}; ${far.dev} of ${far.scope} has ${right}`;
  return { reason: "wrong-neighbour", where, certain: true, scope };
}

/** rp_filter stops the question as well: a source to which no route leads by that device is not answered. */
function* takenForForged({ journey, hop, far }: Asking): Inquiry<Death | undefined> {
  if (far?.dev === undefined || journey.packet.family === 6) return undefined;
  const there = { ...journey, scope: far.scope };
  const route = yield* routeTo(far.scope, hop, { src: journey.packet.src, iif: far.dev });
  return "error" in route ? yield* forged(there, far.dev, route) : undefined;
}

/** Whether the question gets to who has the address, and what it answers back. */
function* acrossTo({ world, journey, near, far }: Asking): Inquiry<Wire> {
  const there = placed(far);
  if (!there) return "unknown";
  const asked = yield* wire(world, journey, near, there);
  return asked === "passes" ? yield* wire(world, { ...journey, answer: true }, there, near) : asked;
}

/** Who asks for an address, and who has it, where that is known. */
function* endsOf({ near, hop, far }: Asking): Inquiry<Side[]> {
  if (far === undefined) return [near];
  const dev = far.dev ?? (hop.includes(":") ? (yield* sunken(far.scope))?.ifname : undefined);
  return dev === undefined ? [near] : [near, { scope: far.scope, dev }];
}

/** An interface on either side that passes nothing, with the ports of the host's bridges that they lead to. */
function* idleOn(ends: readonly Side[]): Inquiry<string | undefined> {
  for (const end of ends) {
    const own = yield* linkOf(end.scope, end.dev);
    const told = own && (yield* idle(end.scope, own));
    if (told) return `${end.scope}: ${told}`;
    const port = end.scope === "host" ? undefined : yield* hostEnd(end.scope, end.dev);
    const toldOfPort = port && (yield* idle("host", port));
    if (toldOfPort) return `host: ${toldOfPort}`;
  }
  return undefined;
}

/** The address is where it is declared no more, or there on another segment. */
function* elsewhere({ near, hop, far }: Asking, crossed: Wire): Inquiry<string | undefined> {
  if (!far) return undefined;
  const there = placed(far);
  if (there) return crossed === "passes" ? undefined : yield* parted(near, there);
  const off = hop.includes(":") ? yield* withoutIpv6(far.scope) : undefined;
  return `${far.scope} does not have that address${off === undefined ? "" : `: ${off}`}`;
}
