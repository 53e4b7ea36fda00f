import { few } from "../../../../net/few.ts";
import { atDevices } from "../../../../net/nft/ruleset.ts";
import { scopesOf } from "./evidence.ts";
import { rulesetsOf } from "./facts.ts";
import type { Inquiry, Journey } from "./inquiry.ts";
import { hasNft, nftRules } from "./nft.ts";

/** Longer lists say no more. */
const SHOWN = 3;

/** What all of this went by, for a person who has to look on. */
export function* lookedAt(journey: Journey): Inquiry<string> {
  const scopes = scopesOf(journey);
  const nft = yield* hasNft(scopes[0] ?? "host");
  const unwalked: string[] = [];
  for (const scope of scopes)
    unwalked.push(...atDevices(yield* nftRules(scope)).map((chain) => `${chain} of ${scope}`));
  const rules = `rules of iptables${nft ? ", nftables" : ""} and ebtables`;
  const beside =
    unwalked.length === 0 ? "" : `; chains of nftables at ingress and egress were not: ${unwalked.join(", ")}`;
  const marking: string[] = [];
  for (const scope of scopes) if (yield* marks(scope, journey)) marking.push(scope);
  const marked =
    marking.length === 0 ? "" : `; marks that rules set, by which others route, were not: ${few(marking, SHOWN)}`;
  const blind = nft ? beside : "; rules of nftables were not: nft is not on this host";
  const where = scopes.length > 0 ? ` of ${scopes.join(", ")}` : "";
  return `routes, policy rules, neighbours, links, queues, connection tracking and ${rules}${where}${blind}${marked}`;
}

/** Whether rules there mark packets: a route is looked up for one without a mark here. */
function* marks(scope: string, { packet }: Journey): Inquiry<boolean> {
  const all = yield* rulesetsOf(scope, packet.family);
  const chains = all.flatMap(({ rules }) => Object.values(rules.mangle ?? {}));
  return chains.some(({ rules }) => rules.some(({ words }) => words.includes("MARK") || words.includes("CONNMARK")));
}
