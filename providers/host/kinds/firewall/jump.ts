import type { Dump } from "../../dump.ts";
import type { Context, Declared, Item, Kind, Line, Observed, Operation, Wanted } from "../../model.ts";
import { namespaceOf } from "../namespace.ts";
import { line } from "./chain.ts";
import { chainName, FAMILIES, type Family, HOOK_NAMES, HOOKS, type HookName, keyOf, splitKey } from "./chains.ts";
import { marked, shown } from "./comment.ts";
import { chainsWanted } from "./compile.ts";
import { reroute } from "./flows/reroute.ts";
import { liveJump } from "./live.ts";
import { behind, spotFor } from "./place.ts";
import { asksForRules, type Chains, tableOf } from "./save.ts";
import { format, targetOf } from "./spelling.ts";

/**
 * The one rule outside our own chains: it sends packets from a built-in chain to ours. Wanted is one of it, with no
 * rule of a stranger before it that decides first; see place.ts for where that is.
 */
export const jump: Kind = {
  name: "jump",
  asks: asksForRules,
  on: ({ scope }) => namespaceOf(scope),
  fixed: [],
  want,
  observe,
  // Its number in the chain moves with everybody's rules.
  same: (property) => property === "at",
  lines,
  show: (item: Item) => item.props,
  home: ({ scope }) => ({ scope, path: ["firewall"] }),
  live: liveJump,
};

function want(declared: Declared): Wanted[] {
  const { scope } = declared;
  return chainsWanted(declared).map(({ family, hook }) => ({
    kind: "jump",
    scope,
    key: keyOf(family, hook),
    // No place: the one that the rule gives.
    props: { jumps: 1, behind: [], at: [] },
    at: { scope, path: ["firewall"] },
  }));
}

/** A jump to our chain, wherever it stands. */
interface Found {
  chain: string;
  index: number;
  rule: string;
}

function found(chains: Chains, own: string): Found[] {
  // Taking ten thousand rules into words to find one of them is slow.
  const leads = (rule: string) => rule.includes(own) && targetOf(rule) === own;
  return [...chains].flatMap(([chain, { rules }]) =>
    rules.flatMap((rule, index) => (leads(rule) ? [{ chain, index, rule }] : [])),
  );
}

function observe(dump: Dump, context: Context): Observed[] {
  return FAMILIES.flatMap((family) =>
    HOOK_NAMES.flatMap((name) => {
      const chains = tableOf(dump, family, HOOKS[name].table);
      return chains ? observed(dump.scope, family, name, chains, context) : [];
    }),
  );
}

function observed(scope: string, family: Family, name: HookName, chains: Chains, { owner }: Context): Observed[] {
  const own = chainName(owner, HOOKS[name]);
  const jumps = found(chains, own);
  if (jumps.length === 0) return [];
  const ways = jumps.map(({ chain, index }) => behind(chains, name, own, chain, index));
  const props = {
    jumps: jumps.length,
    behind: ways.toSorted((a, b) => a.length - b.length)[0] ?? [],
    at: jumps.map(({ chain, index }) => `${chain} ${index + 1}`),
  };
  return [{ kind: "jump", scope, key: keyOf(family, name), props, owner }];
}

function lines(operation: Operation, context: Context): Line[] {
  const { verb, scope, key, want: wanted } = operation;
  const { owner, dumps } = context;
  const { family, name, hook } = splitKey(key);
  const own = chainName(owner, hook);
  const chains: Chains = tableOf(dumps.get(scope), family, hook.table) ?? new Map();
  const old = found(chains, own).map(({ chain, rule }) => `-D ${chain} ${rule}`);
  const spec = format({ comment: marked(owner), target: own });
  const made = verb === "delete" ? [] : spots(wanted, chains, name, own).map((spot) => `-I ${spot} ${spec}`);
  const tool = family === "ipv4" ? "iptables" : "ip6tables";
  return [
    ...[...old, ...made].map((command) => line(scope, tool, `-t ${hook.table} ${command}`)),
    ...heardAgain(operation, chains, context),
  ];
}

/** No packet met the rules that are there until their jump is back, or ahead of what decided before it. */
function heardAgain({ verb, scope, key, changes }: Operation, chains: Chains, context: Context): Line[] {
  const { family, name, hook } = splitKey(key);
  const chain = chainName(context.owner, hook);
  const rules = chains.get(chain)?.rules ?? [];
  const ahead = changes.some(({ property }) => property === "behind");
  if (verb !== "create" && !ahead) return [];
  const after = rules.map((rule) => shown(rule, context.owner));
  return reroute(scope, { family, hook: name, chain, before: [], after, ahead }, context);
}

/** Where it goes: by the rule, or, when an update is rolled back, exactly where it was. */
function spots(wanted: Wanted | undefined, chains: Chains, name: HookName, own: string): string[] {
  const before = wanted?.props.at;
  if (Array.isArray(before) && before.length > 0) return before.map(String);
  const { chain, index } = spotFor(chains, name, own);
  return [`${chain} ${index + 1}`];
}
