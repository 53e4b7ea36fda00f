import { contains, parseCidr, parseIp } from "../../../../net/ip.ts";
import { neighbour } from "./facts.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";
import { linkOf } from "./links.ts";

/** Seconds after which a session without a new handshake carries nothing any more (REJECT_AFTER_TIME). */
const SESSION = 180;

/** No interface of this type knows neighbours: where one is known, nobody has to be asked which type it is. */
function* isTunnel(scope: string, dev: string, hop: string): Inquiry<boolean> {
  return (yield* neighbour(scope, hop, dev)).state === undefined && (yield* isWireguard(scope, dev));
}

/** Why a wireguard sends a packet to nobody; undefined for other interfaces, and where it goes to a peer. */
export function* withoutPeer({ scope, packet }: Journey, dev: string): Inquiry<Death | undefined> {
  if (!(yield* isWireguard(scope, dev))) return undefined;
  const died = (words: string): Death => ({ reason: "no-peer", where: `${scope}: ${words}`, certain: true, scope });
  const peer = yield* peerFor(scope, dev, packet.dst);
  if (peer === undefined) return died(`no peer of ${dev} has ${packet.dst} in its allowedIps`);
  const endpoint = yield* wordsOf(scope, dev, "endpoints", peer);
  if (endpoint === "(none)") return died(`peer ${peer} of ${dev} has no endpoint, and nothing has come from it yet`);
  const since = Number(yield* wordsOf(scope, dev, "latest-handshakes", peer));
  const now = Number((yield { scope, argv: ["date", "+%s"] }).stdout);
  if (since > 0 && now - since < SESSION) return undefined;
  const when = since === 0 ? "has never answered" : `has not answered for ${now - since} s`;
  return died(`peer ${peer} of ${dev} at ${endpoint} ${when} a handshake`);
}

/** A wireguard drops what comes by another peer than the one that has its source. */
export function* foreignSource(
  { packet, scope }: Journey,
  { dev, hop }: { dev: string; hop: string },
  next: string,
  nextDev: string,
): Inquiry<Death | undefined> {
  if (!(yield* isTunnel(scope, dev, hop)) || !(yield* isWireguard(next, nextDev))) return undefined;
  const sender = (yield { scope, argv: ["wg", "show", dev, "public-key"] }).stdout.trim();
  const owner = yield* peerFor(next, nextDev, packet.src);
  if (owner === sender || sender === "") return undefined;
  const whose = owner === undefined ? "no peer has it" : `that is of peer ${owner}`;
  const where = `${next}: ${nextDev} takes nothing with source ${packet.src} from peer ${sender}: ${whose} in allowedIps`;
  return { reason: "no-peer", where, certain: true, scope: next };
}

function* isWireguard(scope: string, dev: string): Inquiry<boolean> {
  return (yield* linkOf(scope, dev))?.linkinfo?.info_kind === "wireguard";
}

/** The peer whose networks hold an address, the narrowest of them. */
function* peerFor(scope: string, dev: string, address: string): Inquiry<string | undefined> {
  const { stdout } = yield { scope, argv: ["wg", "show", dev, "allowed-ips"] };
  const ip = parseIp(address);
  const networks = stdout.split("\n").flatMap((line) => {
    const [peer = "", list = ""] = line.split("\t");
    return list.split(" ").flatMap((text) => (text.includes("/") ? [{ peer, cidr: parseCidr(text) }] : []));
  });
  const holding = networks.filter(({ cidr }) => cidr.family === ip.family && contains(cidr, ip));
  return holding.sort((a, b) => b.cidr.prefix - a.cidr.prefix)[0]?.peer;
}

/** What `wg show DEV WORD` has for one peer. */
function* wordsOf(scope: string, dev: string, word: string, peer: string): Inquiry<string | undefined> {
  const { stdout } = yield { scope, argv: ["wg", "show", dev, word] };
  return stdout
    .split("\n")
    .map((line) => line.split("\t"))
    .find(([key]) => key === peer)?.[1];
}
