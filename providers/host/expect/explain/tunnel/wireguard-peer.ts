import { readListeners } from "../../../../../net/listener.ts";
import type { Packet } from "../../../../../net/walk/packet.ts";
import type { Inquiry } from "../inquiry.ts";
import { linksOf } from "../links.ts";
import type { Side } from "../muted.ts";
import { sharedBy, shownOf } from "./wg.ts";

/** An interface that sends to a peer. */
export interface Calling extends Side {
  /** The peer's public key. */
  peer: string;
  /** Whether a session with it is open: it needs no handshake now. */
  isFresh: boolean;
}

/** Whether anything of a scope gets UDP on a port: a wireguard does where it was made, wherever it is now. Undefined where nobody tells. */
export function* isHeardAt(scope: string, port: number): Inquiry<boolean | undefined> {
  const { code, stdout } = yield { scope, argv: ["ss", "-H", "-l", "-n", "-u", "-p"] };
  if (code !== 0) return undefined;
  return readListeners(stdout.replace(/^/gm, "udp ")).some(({ ports }) => ports.first <= port && port <= ports.last);
}

/** The wireguard that takes what is sent to a peer, else why none does; undefined where that cannot be told. */
export function* hearing(scope: string, { dport = 0 }: Packet, calling: Calling): Inquiry<Side | string | undefined> {
  const links = (yield* linksOf(scope)).filter(({ linkinfo }) => linkinfo?.info_kind === "wireguard");
  const ports = new Map<string, number>();
  for (const { ifname } of links) ports.set(ifname, Number(yield* shownOf(scope, ifname, "listen-port")));
  const there = links.find(({ ifname }) => ports.get(ifname) === dport);
  if (there && !there.flags?.includes("UP")) return `${there.ifname} is down`;
  const isHeard = yield* isHeardAt(scope, dport);
  if (isHeard === undefined) return undefined;
  if (isHeard)
    return there && ((yield* strange({ scope, dev: there.ifname }, calling)) ?? { scope, dev: there.ifname });
  const [other, ...more] = ports;
  const only = other && more.length === 0 ? `: ${other[0]} listens on ${other[1]}` : "";
  return `no wireguard there listens on UDP port ${dport}${only}`;
}

/** Why a wireguard does not know who calls. */
function* strange({ scope, dev }: Side, { peer, isFresh, ...caller }: Calling): Inquiry<string | undefined> {
  const own = yield* shownOf(scope, dev, "public-key");
  if (own !== undefined && own !== peer) return `${dev}, which listens there, has the public key ${own}`;
  const key = yield* shownOf(caller.scope, caller.dev, "public-key");
  const secrets = yield* sharedBy(scope, dev, "preshared-keys");
  if (key === undefined || secrets === undefined) return undefined;
  if (!secrets.has(key))
    return `${dev} has no peer with the public key ${key}, that of ${caller.dev} of ${caller.scope}`;
  const ours = (yield* sharedBy(caller.scope, caller.dev, "preshared-keys"))?.get(peer);
  return isFresh || ours === undefined || ours === secrets.get(key)
    ? undefined
    : `${dev} has another presharedKey for it, or none`;
}
