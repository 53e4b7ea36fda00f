import { inGroups } from "../in-groups.ts";
import { readSave, type SavedChain } from "../iptables-save.ts";
import { words } from "../rule-words.ts";

/** What `iptables-save -c` prints, as data. Rules of anybody are in it, so a rule is no more than its words. */
export interface Rules {
  /** By table, then by chain. */
  [table: string]: Record<string, Chain>;
}

export interface Chain {
  /** ACCEPT or DROP; undefined for a chain that a rule jumps to. */
  policy?: string;
  packets: number;
  rules: CountedRule[];
}

export interface CountedRule {
  /** The line as saved, without its counters. */
  text: string;
  packets: number;
  words: string[];
}

/** Reads the output of `iptables-save -c` or `ip6tables-save -c`. */
export function readRules(text: string): Rules {
  const tables = readSave(text).map(({ name, chains }) => [name, byName(chains)]);
  return Object.fromEntries(tables);
}

function byName(chains: readonly SavedChain[]): Record<string, Chain> {
  return Object.fromEntries(chains.map((chain) => [chain.name, { ...chain, rules: counted(chain) }]));
}

function counted({ name, rules }: SavedChain): CountedRule[] {
  return rules.map(({ text, packets }) => ({ text: `-A ${name} ${text}`, packets, words: words(text).map(inGroups) }));
}
