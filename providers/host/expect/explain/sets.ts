import { words } from "../../../../net/rule-words.ts";
import { lookUp } from "../../../../net/sets/lookup.ts";
import { OPTIONS, type Option } from "../../../../net/walk/match.ts";
import type { Seen } from "../../../../net/walk/packet.ts";
import { applies, targetOf } from "../../../../net/walk/rule.ts";
import type { Chain, Rules } from "../../../../net/walk/rules.ts";
import type { Verdict } from "../../../../net/walk/walk.ts";

/**
 * What sets have to do with it that a packet stops: the entry by which it is in one that the rule asks, or a rule before
 * that would let it pass if it were in its set.
 *
 * @param at the hook's chain
 * @example bySets(verdict, rules, "FORWARD", seen) // "; its source 11.11.11.2 is in set blocked: 11.11.11.0/24"
 */
export function bySets({ spot, text }: Verdict, rules: Rules, at: string, seen: Seen): string {
  if (seen.sets === undefined) return "";
  const own = spot.rule === undefined ? "" : said(text, seen);
  return own === "" ? missed(rules[spot.table] ?? {}, at, seen) : own;
}

/** Each set that a rule asks, and what it says of the packet. */
function said(text: string, { sets = new Map(), ...packet }: Seen): string {
  const list = words(text);
  return list
    .flatMap((word, index) => {
      if (word !== "--match-set") return [];
      const [name = "", flags = ""] = list.slice(index + 1);
      const found = lookUp(sets, name, flags, packet);
      if (found === undefined) return [];
      const what = flags.startsWith("src") ? `its source ${packet.src}` : `its destination ${packet.dst}`;
      if (found === false) return [`; ${what} is not in set ${name}`];
      const through = found.set === name ? "" : `, by its member ${found.set}`;
      return [`; ${what} is in set ${name}${through}: ${found.entry}`];
    })
    .join("");
}

/** As if nothing could be told of sets. */
const WITHOUT_SETS: Readonly<Record<string, Option>> = {
  ...OPTIONS,
  "--match-set": { words: 2, meets: () => undefined },
};

/** The first rule that accepts everything about the packet but what is in its sets. */
function missed(chains: Record<string, Chain>, at: string, seen: Seen): string {
  for (const name of reachable(chains, at))
    for (const rule of chains[name]?.rules ?? []) {
      const isMissed = targetOf(rule)?.name === "ACCEPT" && rule.words.includes("--match-set");
      if (!isMissed || applies(rule, seen) !== false || applies(rule, seen, WITHOUT_SETS) === false) continue;
      return `${said(rule.text, seen)}, which ${rule.text} asks`;
    }
  return "";
}

function reachable(chains: Record<string, Chain>, at: string): Set<string> {
  const found = new Set([at]);
  for (const name of found)
    for (const rule of chains[name]?.rules ?? []) {
      const target = targetOf(rule)?.name ?? "";
      if (chains[target]) found.add(target);
    }
  return found;
}
