import { forged } from "./decide.ts";
import { dropping } from "./evidence.ts";
import { addressesOf, askedNeighbour, type Neighbour, neighbour, ownerOf, type Route, routeTo } from "./facts.ts";
import type { Death, Inquiry, Journey, Passable, World } from "./inquiry.ts";
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
  const gone = world.owners.get(hop);
  if (gone !== undefined && world.missing?.has(gone))
    return {
      reason: "no-arp",
      where: `${scope}: ${hop} is in ${gone}: there is no namespace ${gone}`,
      certain: true,
      scope,
    };
  const before = yield* neighbour(scope, hop, dev);
  const known = before.state === undefined ? yield* askedNeighbour(scope, hop, dev) : before;
  const { state } = known;
  if (state === undefined) return yield* swallowed(journey, dev);
  if (state !== "FAILED" && state !== "INCOMPLETE") return yield* misdirected(world, journey, dev, hop, known);
  const protocol = packet.family === 4 ? "ARP" : "neighbour discovery";
  const role = gateway === undefined ? hop : `the gateway ${hop}`;
  const what = `${scope}: ${role} does not answer ${protocol} on ${dev} (neighbour ${state})`;
  const link = yield* idleOn(world, scope, dev, hop);
  if (link) return { reason: "link-down", where: `${what}: ${link}`, certain: true, scope };
  const forgery = yield* takenForForged(world, journey, hop);
  if (forgery) return { ...forgery, where: `${what}: ${forgery.where}` };
  const queue = yield* dropping(yield* endsOf(world, { scope, dev }, hop), "asking");
  if (queue) return { ...queue, where: `${what}: ${queue.where}` };
  const far = yield* holderOf(world, hop);
  const kin = far?.dev === undefined ? undefined : yield* kinship({ scope, dev }, { scope: far.scope, dev: far.dev });
  const crossed = kin === undefined ? yield* acrossTo(world, journey, dev, hop) : "unknown";
  if (typeof crossed === "object") return { ...crossed.stop, where: `${what}: ${crossed.stop.where}` };
  if (kin) {
    const { words, ...advice } = kin;
    return { reason: "no-arp", where: `${what}: ${words}`, ...advice, certain: true, scope };
  }
  const why = (yield* elsewhere(world, scope, dev, hop, crossed)) ?? (yield* silenced(world, journey, dev, hop));
  return { reason: "no-arp", where: why === undefined ? what : `${what}: ${why}`, certain: true, scope };
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
  world: World,
  { scope }: Journey,
  dev: string,
  hop: string,
  { state, mac }: Neighbour,
): Inquiry<Death | undefined> {
  const far = mac === undefined ? undefined : yield* holderOf(world, hop);
  if (mac === undefined || far?.dev === undefined) return undefined;
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
function* takenForForged(world: World, journey: Journey, hop: string): Inquiry<Death | undefined> {
  const far = yield* holderOf(world, hop);
  if (far?.dev === undefined || journey.packet.family === 6) return undefined;
  const there = { ...journey, scope: far.scope };
  const route = yield* routeTo(far.scope, hop, { src: journey.packet.src, iif: far.dev });
  return "error" in route ? yield* forged(there, far.dev, route) : undefined;
}

function* silenced(world: World, journey: Journey, dev: string, hop: string): Inquiry<string | undefined> {
  const far = yield* holderOf(world, hop);
  if (far?.dev === undefined) return undefined;
  return yield* muted(journey, { scope: journey.scope, dev }, { scope: far.scope, dev: far.dev }, hop);
}

/** Whether the question gets to who has the address, and what it answers back. */
function* acrossTo(world: Passable, journey: Journey, dev: string, hop: string): Inquiry<Wire> {
  const far = yield* holderOf(world, hop);
  if (far?.dev === undefined) return "unknown";
  const [near, there] = [
    { scope: journey.scope, dev },
    { scope: far.scope, dev: far.dev },
  ];
  const asked = yield* wire(world, journey, near, there);
  return asked === "passes" ? yield* wire(world, { ...journey, answer: true }, there, near) : asked;
}

/** The device that a known scope has the address on; undefined where that is not known. */
function* holderOf(world: World, address: string): Inquiry<{ scope: string; dev: string | undefined } | undefined> {
  const scope = yield* ownerOf(world, address);
  if (scope === undefined) return undefined;
  return { scope, dev: (yield* addressesOf(scope)).find((held) => held.address === address)?.dev };
}

/** Who asks for an address, and who has it, where that is known. */
function* endsOf(world: World, near: Side, hop: string): Inquiry<Side[]> {
  const far = yield* holderOf(world, hop);
  if (far === undefined) return [near];
  const dev = far.dev ?? (hop.includes(":") ? (yield* sunken(far.scope))?.ifname : undefined);
  return dev === undefined ? [near] : [near, { scope: far.scope, dev }];
}

/** An interface on either side that passes nothing, with the ports of the host's bridges that they lead to. */
function* idleOn(world: World, scope: string, dev: string, hop: string): Inquiry<string | undefined> {
  for (const end of yield* endsOf(world, { scope, dev }, hop)) {
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
function* elsewhere(world: World, scope: string, dev: string, hop: string, crossed: Wire): Inquiry<string | undefined> {
  const far = yield* holderOf(world, hop);
  if (!far) return undefined;
  if (far.dev === undefined) {
    const off = hop.includes(":") ? yield* withoutIpv6(far.scope) : undefined;
    return `${far.scope} does not have that address${off === undefined ? "" : `: ${off}`}`;
  }
  return crossed === "passes" ? undefined : yield* parted({ scope, dev }, { scope: far.scope, dev: far.dev });
}
