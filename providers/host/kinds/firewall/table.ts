import type { Dump } from "../../dump.ts";
import type { Context, Declared, Item, Kind, Line, Observed, Operation, Ref, Wanted } from "../../model.ts";
import { namespaceOf } from "../namespace.ts";
import { orderOf } from "../order.ts";
import { chainNames, FAMILIES, type Family, HOOKS, type Table } from "./chains.ts";
import { chainsWanted } from "./compile.ts";
import { asksForRules, type Chains, tableOf } from "./save.ts";
import { targetOf } from "./spelling.ts";

/**
 * A table of iptables, claimed because the kernel makes it with the first rule and keeps it after the last: without
 * this kind a host that printed nothing for `iptables-save` would print empty chains ever after. Several documents
 * share one; the last that lets go removes it, if it was not there before the first and holds nothing of anybody else.
 * The legacy backend keeps its tables until a reboot, whatever one does.
 */
export const table: Kind = {
  name: "table",
  asks: asksForRules,
  on: ({ scope }) => namespaceOf(scope),
  fixed: [],
  shared: true,
  claimed: () => true,
  want,
  observe,
  origin: () => ({ present: false }),
  recall: ({ props }) => (props.ours && !props.others ? { before: { present: false } } : undefined),
  // Only `present` is declared; the rest says whether it may go.
  same: (property) => property !== "present",
  lines,
  show: (item: Item) => item.props.present ?? false,
  home: ({ scope }) => ({ scope, path: ["firewall"] }),
  live: ({ json }) => json,
};

const TABLES: readonly Table[] = ["filter", "nat"];

function want(declared: Declared): Wanted[] {
  const { scope } = declared;
  const keys = new Set(chainsWanted(declared).map(({ family, hook }) => `${family} ${HOOKS[hook].table}`));
  const at = { scope, path: ["firewall"] };
  return [...keys].map((key) => ({ kind: "table", scope, key, props: { present: true }, at }));
}

function observe(dump: Dump, context: Context): Observed[] {
  return FAMILIES.flatMap((family) =>
    TABLES.flatMap((name) => {
      const chains = tableOf(dump, family, name);
      if (!chains) return [];
      const whose = holders(chains, context.owner);
      const others = whose.others || !isNft(dump.firewall[family]);
      return [observed(dump.scope, `${family} ${name}`, { ...whose, others }, context)];
    }),
  );
}

/** Only this backend can remove a table; the other's belong to the kernel. */
function isNft(save: string | undefined): boolean {
  return save?.includes("(nf_tables)") ?? false;
}

function observed(scope: string, key: string, whose: Holders, { claims }: Context): Observed {
  const ref: Ref = { kind: "table", scope, key };
  return { ...ref, props: { present: true, ...whose }, owner: claims.claimant(ref) };
}

interface Holders {
  /** Whether chains of this document are in the table, or rules that lead to them. */
  ours: boolean;
  /** Whether a rule, a chain or a policy of anybody else is in it. */
  others: boolean;
}

function holders(chains: Chains, owner: string): Holders {
  const own = chainNames(owner);
  const isOurs = (rule: string) => own.has(targetOf(rule) ?? "");
  const rest = [...chains].filter(([name]) => !own.has(name)).map(([, chain]) => chain);
  return {
    ours: rest.length < chains.size || rest.some(({ rules }) => rules.some(isOurs)),
    others: rest.some(({ policy, rules }) => policy !== "ACCEPT" || !rules.every(isOurs)),
  };
}

/**
 * Only the removal needs a line: the first restore makes the table. It takes whatever is in the table then, so it is
 * written only for one that was just seen empty: not with the lines that take our chains out, but after another look.
 */
function lines({ verb, scope, key, want: before, have }: Operation): Line[] {
  if (verb !== "release" || before?.props.present !== false) return [];
  if (have?.props.others !== false || have.props.ours !== false) return [];
  const [family, name] = key.split(" ") as [Family, Table];
  const tool = family === "ipv4" ? "iptables-flush" : "ip6tables-flush";
  return [
    {
      stage: "remove",
      order: orderOf(family === "ipv4" ? "IPv4 rules" : "IPv6 rules"),
      scope,
      tool,
      text: `-t ${name}`,
    },
  ];
}
