import type { Inquiry } from "../inquiry.ts";

/** Seconds after which a session without a new handshake carries nothing any more (REJECT_AFTER_TIME). */
const SESSION = 180;

/** What `wg show DEV WORD` says: "listen-port", "public-key", "fwmark". */
export function* shownOf(scope: string, dev: string, word: string): Inquiry<string> {
  return (yield { scope, argv: ["wg", "show", dev, word] }).stdout.trim();
}

/** The same of what it says peer by peer: "endpoints", "allowed-ips", "latest-handshakes". */
export function* sharedBy(scope: string, dev: string, word: string): Inquiry<Map<string, string>> {
  const lines = (yield* shownOf(scope, dev, word)).split("\n").map((line) => line.split("\t"));
  return new Map(lines.map(([peer = "", value = ""]) => [peer, value]));
}

/** How a peer has been silent, where a session with it has ended or never been: "has never answered". */
export function* handshake(scope: string, dev: string, peer: string): Inquiry<string | undefined> {
  const since = Number((yield* sharedBy(scope, dev, "latest-handshakes")).get(peer));
  const now = Number((yield { scope, argv: ["date", "+%s"] }).stdout);
  if (since > 0 && now - since < SESSION) return undefined;
  return since === 0 ? "has never answered" : `has not answered for ${now - since} s`;
}
