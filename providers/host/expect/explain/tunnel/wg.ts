import type { Inquiry } from "../inquiry.ts";

/** Seconds after which a session without a new handshake carries nothing any more (REJECT_AFTER_TIME). */
const SESSION = 180;

/** What `wg show DEV WORD` says: "listen-port", "public-key", "fwmark"; undefined where it cannot be asked. */
export function* shownOf(scope: string, dev: string, word: string): Inquiry<string | undefined> {
  const { code, stdout } = yield { scope, argv: ["wg", "show", dev, word] };
  return code === 0 ? stdout.trim() : undefined;
}

/** The same of what it says peer by peer: "endpoints", "allowed-ips", "latest-handshakes". */
export function* sharedBy(scope: string, dev: string, word: string): Inquiry<Map<string, string> | undefined> {
  const lines = (yield* shownOf(scope, dev, word))?.split("\n").map((line) => line.split("\t"));
  return lines && new Map(lines.map(([peer = "", value = ""]) => [peer, value]));
}

/** How a peer has been silent, where a session with it has ended or never been: "has never answered". */
export function* handshake(scope: string, dev: string, peer: string): Inquiry<string | undefined> {
  const since = Number((yield* sharedBy(scope, dev, "latest-handshakes"))?.get(peer));
  const now = Number((yield { scope, argv: ["date", "+%s"] }).stdout);
  if (Number.isNaN(since) || (since > 0 && now - since < SESSION)) return undefined;
  return since === 0 ? "has never answered" : `has not answered for ${now - since} s`;
}
