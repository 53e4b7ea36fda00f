import type { Option } from "./match.ts";
import type { Seen } from "./packet.ts";
import { applies, type Target, targetOf } from "./rule.ts";
import type { Chain, Rules } from "./rules.ts";

/** A place in a rule set that decides over packets, and counts them. */
export interface Spot {
  table: string;
  chain: string;
  /** Position in the chain, from 0; undefined for the policy. */
  rule?: number;
}

/** What becomes of a packet in one chain of one table. */
export interface Verdict {
  /** ACCEPT where nothing decides; DROP, REJECT; MASQUERADE, SNAT, DNAT, REDIRECT in nat. */
  target: string;
  options: string[];
  spot: Spot;
  /** The rule as iptables-save prints it, or the policy: ":FORWARD DROP". */
  text: string;
  /** False where a match before it or in it could not be told. */
  certain: boolean;
  /** Rules before it that stop packets, and it cannot be told whether this one. */
  doubts: Verdict[];
}

/** These end the walk in their table. Others (LOG, MARK, TCPMSS ...) let the packet go on. */
const FINAL = new Set([
  "ACCEPT",
  "DROP",
  "REJECT",
  "MASQUERADE",
  "SNAT",
  "DNAT",
  "REDIRECT",
  "NETMAP",
  "QUEUE",
  "NFQUEUE",
]);
const STOPS = new Set(["DROP", "REJECT"]);
/** iptables refuses loops of chains; this only bounds what a broken text could do. */
const DEPTH = 64;

interface Walk {
  rules: Record<string, Chain>;
  table: string;
  packet: Seen;
  /** What the words of a rule mean; by default those of iptables. */
  options: Readonly<Record<string, Option>> | undefined;
  certain: boolean;
  doubts: Verdict[];
}

/** Sends the packet through a built-in chain. A chain that does not exist accepts, as the kernel does without it. */
export function walk(
  rules: Rules,
  table: string,
  chain: string,
  packet: Seen,
  options?: Readonly<Record<string, Option>>,
): Verdict {
  const state: Walk = { rules: rules[table] ?? {}, table, packet, options, certain: true, doubts: [] };
  const found = through(state, chain, 0);
  if (found) return found;
  const policy = state.rules[chain]?.policy ?? "ACCEPT";
  const { certain, doubts } = state;
  return { target: policy, options: [], spot: { table, chain }, text: `:${chain} ${policy}`, certain, doubts };
}

function through(state: Walk, name: string, depth: number): Verdict | undefined {
  const chain = state.rules[name];
  if (!chain || depth > DEPTH) return undefined;
  for (const [index, rule] of chain.rules.entries()) {
    const target = targetOf(rule);
    if (!target || !(FINAL.has(target.name) || target.name === "RETURN" || state.rules[target.name])) continue;
    const told = applies(rule, state.packet, state.options);
    if (told === undefined) state.certain = false;
    const spot = { table: state.table, chain: name, rule: index };
    if (told === undefined && STOPS.has(target.name)) state.doubts.push(verdict(state, target, spot, rule.text));
    if (!told) continue;
    if (target.name === "RETURN") return undefined;
    if (FINAL.has(target.name)) return verdict(state, target, spot, rule.text);
    const found = through(state, target.name, depth + 1);
    if (found || target.goto) return found;
  }
  return undefined;
}

function verdict(state: Walk, target: Target, spot: Spot, text: string): Verdict {
  const { certain, doubts } = state;
  return { target: target.name, options: target.options, spot, text, certain, doubts: [...doubts] };
}

/** Where the packet stops or may stop in a table, in its order. */
export function stopsIn(verdict: Verdict): Verdict[] {
  return [...verdict.doubts, verdict].filter(({ target }) => STOPS.has(target));
}

/** How many packets the spot has decided over. */
export function countAt(rules: Rules, spot: Spot): number {
  const chain = rules[spot.table]?.[spot.chain];
  return (spot.rule === undefined ? chain?.packets : chain?.rules[spot.rule]?.packets) ?? 0;
}
