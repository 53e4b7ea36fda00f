import { words } from "../../../../net/rule-words.ts";
import type { HookName } from "./chains.ts";
import { HOOKS } from "./chains.ts";
import { isMarked } from "./comment.ts";
import type { Chain, Chains } from "./save.ts";
import { targetOf } from "./spelling.ts";

/**
 * Where a jump to a chain of ours belongs.
 *
 * In filter and nat POSTROUTING our rules speak only of packets that the declaration names, and must be heard: the
 * jump stands before every rule of a stranger that could decide. Rules that only count, log or mark may stand before
 * it, those that masquerade in POSTROUTING, as ours do, and the jumps of other documents, so that two documents never
 * push each other back.
 * Where Docker owns FORWARD the jump stands in DOCKER-USER: Docker puts that chain back to the top whenever it starts,
 * and what stands in FORWARD itself to the bottom.
 *
 * In nat PREROUTING and OUTPUT the jump goes to the end: a port that somebody else has published stays theirs
 * (CVE-2019-9946 came of jumping ahead). There only a stranger's rule that decides for every packet is in the way.
 *
 * A jump is moved once an update, never by a daemon, so that nobody is fought for a place.
 */
export interface Spot {
  chain: string;
  /** Index among the chain's rules, jumps of ours left out. */
  index: number;
}

/** Docker's promise: rules that people put here are asked before its own. */
const DOCKER_USER = "DOCKER-USER";

/** Targets that let the packet go on to the next rule. */
const PASSING = new Set(["LOG", "NFLOG", "ULOG", "MARK", "CONNMARK", "CT", "NOTRACK", "TRACE", "AUDIT", "SET"]);
const FINAL = new Set(["ACCEPT", "DROP", "REJECT", "QUEUE", "NFQUEUE", "DNAT", "SNAT", "MASQUERADE", "REDIRECT"]);

/**
 * Whether rules of strangers may not come first, may where they do what ours do anyway, or may as long as they let
 * something pass.
 */
type Manner = "first" | "alike" | "last";

const MANNERS: Record<HookName, Manner> = {
  "filter input": "first",
  "filter forward": "first",
  "filter output": "first",
  "nat prerouting": "last",
  "nat output": "last",
  "nat postrouting": "alike",
};

/** All that our rules in nat POSTROUTING do: it makes no odds whose rule does it, and Docker puts its own on top. */
const ALIKE = "MASQUERADE";

/** The place for a new jump to our chain `own`. */
export function spotFor(chains: Chains, name: HookName, own: string): Spot {
  const manner = MANNERS[name];
  const top = HOOKS[name].builtin;
  const way = name === "filter forward" ? wayToDocker(chains, own) : undefined;
  const chain = way?.length === 0 ? DOCKER_USER : top;
  const rules = without(chains.get(chain), own);
  const first = rules.findIndex((rule) => decides(chains, rule, manner));
  return { chain, index: first < 0 ? rules.length : first };
}

/** The strangers' rules that a packet meets before a jump of ours at this index of this chain. */
export function behind(chains: Chains, name: HookName, own: string, chain: string, index: number): string[] {
  const before = (chains.get(chain)?.rules ?? []).slice(0, index);
  const there = blocking(chains, chain, before, MANNERS[name]);
  if (chain === HOOKS[name].builtin) return there;
  if (chain !== DOCKER_USER || name !== "filter forward") return [`the jump stands in ${chain}`];
  return [...(wayToDocker(chains, own) ?? [`nothing in FORWARD jumps to ${DOCKER_USER}`]), ...there];
}

/** What stands in FORWARD before its jump to DOCKER-USER; undefined where Docker does not own FORWARD. */
function wayToDocker(chains: Chains, own: string): string[] | undefined {
  if (!chains.has(DOCKER_USER)) return undefined;
  const rules = without(chains.get("FORWARD"), own);
  const at = rules.findIndex((rule) => targetOf(rule) === DOCKER_USER && isUnconditional(rule));
  return at < 0 ? undefined : blocking(chains, "FORWARD", rules.slice(0, at), "first");
}

function without(chain: Chain | undefined, own: string): string[] {
  return (chain?.rules ?? []).filter((rule) => targetOf(rule) !== own);
}

function blocking(chains: Chains, chain: string, rules: string[], manner: Manner): string[] {
  return rules.filter((rule) => decides(chains, rule, manner)).map((rule) => `-A ${chain} ${rule}`);
}

/** Whether a rule of a stranger can end the packet's way, or, with "last", ends it for every packet. */
function decides(chains: Chains, rule: string, manner: Manner, seen: readonly string[] = []): boolean {
  const target = targetOf(rule);
  if (target === undefined || PASSING.has(target) || isMarked(rule)) return false;
  if (manner === "last" && !isUnconditional(rule)) return false;
  if (manner === "alike" && target === ALIKE) return false;
  // RETURN ends only the chain that it stands in.
  if (target === "RETURN") return seen.length === 0;
  const inner = chains.get(target);
  if (FINAL.has(target) || !inner || seen.includes(target)) return !seen.includes(target);
  return inner.rules.some((each) => decides(chains, each, manner, [...seen, target]));
}

function isUnconditional(rule: string): boolean {
  const list = words(rule);
  const comment = list.indexOf("--comment");
  if (comment >= 0) list.splice(comment - 2, 4);
  return list[0] === "-j" || list[0] === "-g";
}
