import { contains, parseCidr, parseIp } from "../../../../../net/ip.ts";
import { answerTo } from "../../../../../net/walk/packet.ts";
import { parseEndpoint } from "../../../../../net/wireguard.ts";
import type { Death, Inquiry, Journey, Passable } from "../inquiry.ts";
import type { Side } from "../muted.ts";
import { outerTo } from "./outer.ts";
import { type Passage, through } from "./through.ts";
import { handshake, sharedBy, shownOf } from "./wg.ts";
import { type Calling, hearing, isHeardAt } from "./wireguard-peer.ts";

const KNOW =
  "give the peer that network in allowedIps, at both ends; check its publicKey and endpoint, and that UDP reaches its listenPort: wg show there";

/** The way of a packet through a wireguard, to the peer that has its destination. */
export function* byPeer(world: Passable, journey: Journey, dev: string): Inquiry<Passage | undefined> {
  const { scope, packet } = journey;
  const died = (words: string): Passage => ({ death: noPeer(scope, words) });
  const allowed = yield* sharedBy(scope, dev, "allowed-ips");
  if (!allowed) return undefined;
  const peer = holding(allowed, packet.dst);
  if (peer === undefined) return died(`no peer of ${dev} has ${packet.dst} in its allowedIps`);
  const endpoint = (yield* sharedBy(scope, dev, "endpoints"))?.get(peer);
  if (endpoint === undefined) return undefined;
  if (endpoint === "(none)") return died(`peer ${peer} of ${dev} has no endpoint, and nothing has come from it yet`);
  const silence = yield* handshake(scope, dev, peer);
  const passage = yield* toPeer(world, journey, { scope, dev, peer, isFresh: silence === undefined }, endpoint);
  if (silence === undefined || (passage && "death" in passage)) return passage;
  const where = `peer ${peer} of ${dev} at ${endpoint} ${silence} a handshake`;
  const lost = passage && (yield* unanswered(world, journey, passage.out));
  return { death: lost ? { ...lost, where: `${scope}: ${where}: ${lost.where}` } : noPeer(scope, where) };
}

function noPeer(scope: string, words: string): Death {
  return { reason: "no-peer", where: `${scope}: ${words}`, next: KNOW, certain: true, scope };
}

function* toPeer(world: Passable, journey: Journey, calling: Calling, endpoint: string): Inquiry<Passage | undefined> {
  const { scope, dev, peer } = calling;
  const sport = Number(yield* shownOf(scope, dev, "listen-port"));
  // One that was made elsewhere sends from there.
  if (!(yield* isHeardAt(scope, sport))) return undefined;
  const mark = yield* shownOf(scope, dev, "fwmark");
  const { address, port: dport } = parseEndpoint(endpoint);
  return yield* through(world, journey, {
    dev,
    outer: outerTo(
      scope,
      address,
      { protocol: "udp", sport, dport },
      mark === undefined || mark === "off" ? {} : { mark },
    ),
    to: `peer ${peer} at ${endpoint}`,
    next: KNOW,
    taking: (there, packet) => hearing(there, packet, calling),
  });
}

/** Why the peer's answer to a handshake does not come back. */
function* unanswered(world: Passable, journey: Journey, { scope }: Side): Inquiry<Death | undefined> {
  const carrier = journey.outers.at(-1);
  if (!carrier) return undefined;
  const back = { ...carrier, scope, packet: answerTo(carrier.packet), answer: true, in: undefined, bound: {} };
  const end = yield* world.follow(back);
  return end.how === "died" ? end.death : undefined;
}

/** A wireguard drops what comes by another peer than the one that has its source. */
export function* foreignSource(
  { packet, scope }: Journey,
  dev: string,
  next: string,
  nextDev: string,
): Inquiry<Death | undefined> {
  const sender = yield* shownOf(scope, dev, "public-key");
  const allowed = yield* sharedBy(next, nextDev, "allowed-ips");
  const owner = allowed && holding(allowed, packet.src);
  if (sender === undefined || !allowed || owner === sender) return undefined;
  const whose = owner === undefined ? "no peer has it" : `that is of peer ${owner}`;
  return noPeer(next, `${nextDev} takes nothing with source ${packet.src} from peer ${sender}: ${whose} in allowedIps`);
}

/** The peer whose networks hold an address, the narrowest of them. */
function holding(allowed: ReadonlyMap<string, string>, address: string): string | undefined {
  const ip = parseIp(address);
  const networks = [...allowed].flatMap(([peer, list]) =>
    list.split(" ").flatMap((text) => (text.includes("/") ? [{ peer, cidr: parseCidr(text) }] : [])),
  );
  const near = networks.filter(({ cidr }) => cidr.family === ip.family && contains(cidr, ip));
  return near.sort((a, b) => b.cidr.prefix - a.cidr.prefix)[0]?.peer;
}
