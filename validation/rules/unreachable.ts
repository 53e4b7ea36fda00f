import { few } from "../../net/few.ts";
import type { Facts, FilterRule, Passage } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { covers, meet } from "../packets.ts";

/** Longer lists say no more. */
const SHOWN = 5;

/**
 * Rules that no packet comes to, because one before them has decided over all of theirs, and otherwise. That is a
 * warning: who stops everything for an hour means it.
 */
export function unreachable({ filters, passages }: Facts): Fault[] {
  const chains = Map.groupBy([...inOrder(filters), ...passages], ({ scope, chain }) => `${scope} ${chain}`);
  const passes = new Set<Rule>(passages);
  return [...chains.values()].flatMap((rules) => {
    const hiddenBy = Map.groupBy(rules, (rule, index) => hiding(rules.slice(0, index), rule, passes.has(rule)));
    return [...hiddenBy].flatMap(([rule, hidden]) => (rule ? [warning(rule, hidden)] : []));
  });
}

/** The order in which packets meet them: filter before forward, and what is published behind both. */
function inOrder(filters: readonly FilterRule[]): FilterRule[] {
  return filters.toSorted((a, b) => Number(a.isForward ?? false) - Number(b.isForward ?? false));
}

type Rule = FilterRule | Passage;

/** Which rule hides a later one; of a passage none, where something of it is let pass before, as the warning advises. */
function hiding(before: readonly Rule[], later: Rule, isPassage: boolean): Rule | undefined {
  const place = before.findIndex((other) => hides(other, later));
  const isOpen = isPassage && before.slice(0, Math.max(place, 0)).some((other) => opens(other, later));
  return isOpen ? undefined : before[place];
}

/** Whether a rule lets some packets of a passage pass that begin a connection. */
function opens({ rule }: Rule, { rule: passage }: Rule): boolean {
  return effect(rule.verdict) === "accept" && (rule.state?.includes("new") ?? true) && meet(rule, passage);
}

function hides({ rule }: Rule, { rule: later }: Rule): boolean {
  return rule.verdict !== "log" && effect(rule.verdict) !== effect(later.verdict) && covers(rule, later);
}

/** What is rejected does not pass either. */
function effect(verdict = "accept"): string {
  return verdict === "reject" ? "drop" : verdict;
}

function warning({ path, rule }: Rule, hidden: readonly Rule[]): Fault {
  const paths = [...new Set(hidden.map((other) => formatPath(other.path)))];
  return {
    path,
    value: rule.verdict ?? "accept",
    rule: `it decides over all packets of ${few(paths, SHOWN)}, and comes first: none ever gets there`,
    fix: "write what is more particular before it in firewall.filter, or narrow it",
  };
}
