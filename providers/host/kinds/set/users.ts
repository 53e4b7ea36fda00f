import type { Dump } from "../../dump.ts";
import type { Context, Line } from "../../model.ts";
import { chainNames, FAMILIES } from "../firewall/chains.ts";
import { tableOf } from "../firewall/save.ts";
import { setsIn } from "../firewall/spelling.ts";
import { orderOf } from "../order.ts";
import { savedSets } from "./saved.ts";

/** Takes the rules of ours that ask a set out: the kernel lets no set go that a rule asks. The chain puts them back. */
export function outOfRules(scope: string, name: string, context: Context): Line[] {
  const own = chainNames(context.owner);
  return rulesWith(context.dumps.get(scope), name)
    .filter(({ chain }) => own.has(chain))
    .map(({ tool, table, chain, rule }) => ({
      stage: "configure",
      order: orderOf("take rules out"),
      scope,
      tool,
      text: `-t ${table} -D ${chain} ${rule}`,
    }));
}

/** A rule that asks or fills a set. */
export interface Asking {
  tool: "iptables" | "ip6tables";
  table: string;
  chain: string;
  rule: string;
}

/** Every rule of anybody about a set, in filter and nat. */
export function rulesWith(dump: Dump | undefined, name: string): Asking[] {
  return FAMILIES.flatMap((family) =>
    (["filter", "nat"] as const).flatMap((table) =>
      [...(tableOf(dump, family, table) ?? [])].flatMap(([chain, { rules }]) =>
        rules
          .filter((rule) => setsIn(rule).includes(name))
          .map((rule) => ({ tool: family === "ipv4" ? "iptables" : "ip6tables", table, chain, rule }) as const),
      ),
    ),
  );
}

/** The lists that have a set. */
export function listsWith(dump: Dump | undefined, name: string): string[] {
  return savedSets(dump)
    .filter(({ type, entries }) => type === "list:set" && entries.some((entry) => entry.split(" ")[0] === name))
    .map((list) => list.name);
}

/** What others have that asks a set, in words. */
export function askedByOthers(scope: string, name: string, { dumps, owner, claims }: Context): string[] {
  const dump = dumps.get(scope);
  const own = chainNames(owner);
  const rules = rulesWith(dump, name).filter(({ chain }) => !own.has(chain));
  const lists = listsWith(dump, name).filter((list) => claims.claimant({ kind: "set", scope, key: list }) !== owner);
  return [
    ...rules.map(({ tool, table, chain, rule }) => `the rule "${tool} -t ${table} -A ${chain} ${rule}"`),
    ...lists.map((list) => `the list ${list}`),
  ];
}
