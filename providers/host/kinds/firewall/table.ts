import type { Context, Declared, Dump, Item, Kind, Line, Observed, Operation, Ref, Wanted } from "../../model.ts";
import { chainName, FAMILIES, type Family, HOOK_NAMES, HOOKS, type Table } from "./chains.ts";
import { chainsWanted } from "./compile.ts";
import { targetOf } from "./rule.ts";
import { type Chains, tableOf } from "./save.ts";

/**
 * A table of iptables, claimed because the kernel makes it with the first rule and keeps it after the last: without
 * this kind a host that printed nothing for `iptables-save` would print empty chains ever after. Several documents
 * share one; the last that lets go removes it, if it was not there before the first and holds nothing of anybody else.
 * The legacy backend keeps its tables until a reboot, whatever one does.
 */
export const table: Kind = {
  name: "table",
  schema: {},
  part: "firewall",
  fixed: [],
  shared: true,
  claimed: () => true,
  want,
  observe,
  origin: () => ({ present: false }),
  // What others have in it is theirs to change.
  same: (property) => property === "stays",
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
      const stays = holdsOthers(chains, context.owner) || !isNft(dump.firewall[family]);
      return [observed(dump.scope, `${family} ${name}`, stays, context)];
    }),
  );
}

/** Only this backend can remove a table. */
function isNft(save: string | undefined): boolean {
  return save?.includes("(nf_tables)") ?? false;
}

function observed(scope: string, key: string, stays: boolean, { claims }: Context): Observed {
  const ref: Ref = { kind: "table", scope, key };
  const needs: Ref[] = scope === "host" ? [] : [{ kind: "namespace", scope, key: scope }];
  return { ...ref, props: { present: true, stays }, owner: claims.claimant(ref), needs };
}

/** Whether the table has a rule, a chain or a policy that is not of this document. */
function holdsOthers(chains: Chains, owner: string): boolean {
  const own = new Set(HOOK_NAMES.map((name) => chainName(owner, HOOKS[name])));
  return [...chains].some(([name, { policy, rules }]) => {
    if (own.has(name)) return false;
    const ordinary = policy === "ACCEPT" && rules.every((rule) => own.has(targetOf(rule) ?? ""));
    return !ordinary;
  });
}

/**
 * Only the removal needs a line: the first restore makes the table. It runs a stage after our chains went, and takes
 * what is in the table then, so that it is written only for a table in which nobody else had anything.
 */
function lines({ verb, scope, key, want: before, have }: Operation): Line[] {
  if (verb !== "release" || before?.props.present !== false || have?.props.stays !== false) return [];
  const [family, name] = key.split(" ") as [Family, Table];
  const tool = family === "ipv4" ? "iptables-flush" : "ip6tables-flush";
  return [{ stage: "remove", order: family === "ipv4" ? 8 : 9, scope, tool, text: `-t ${name}` }];
}
