import { words } from "../../kinds/firewall/words.ts";

/** What `iptables-save -c` prints, as data. Rules of anybody are in it, so a rule is no more than its words. */
export interface Rules {
  /** By table, then by chain. */
  [table: string]: Record<string, Chain>;
}

export interface Chain {
  /** ACCEPT or DROP; undefined for a chain that a rule jumps to. */
  policy?: string;
  packets: number;
  rules: SavedRule[];
}

export interface SavedRule {
  /** The line as saved, without its counters. */
  text: string;
  packets: number;
  words: string[];
}

/** Reads the output of `iptables-save -c` or `ip6tables-save -c`; lines that it does not know are skipped. */
export function readSave(text: string): Rules {
  const rules: Rules = {};
  let table: Record<string, Chain> = {};
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) rules[line.slice(1).trim()] = table = {};
    const chain = /^:(\S+) (\S+)(?: \[(\d+):\d+\])?/.exec(line);
    if (chain) table[chain[1] ?? ""] = newChain(chain[2] ?? "-", Number(chain[3] ?? 0));
    const rule = /^(?:\[(\d+):\d+\] )?(-A (\S+) ?(.*))$/.exec(line);
    if (!rule) continue;
    const name = rule[3] ?? "";
    table[name] ??= newChain("-", 0);
    table[name].rules.push({ text: rule[2] ?? "", packets: Number(rule[1] ?? 0), words: words(rule[4] ?? "") });
  }
  return rules;
}

function newChain(policy: string, packets: number): Chain {
  return { ...(policy === "-" ? {} : { policy }), packets, rules: [] };
}
