import type { Dump } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Observed, Operation } from "../../model.ts";
import { chainNames, FAMILIES, type Family, type Table } from "./chains.ts";
import { bearsMark } from "./comment.ts";
import { type Chains, tableOf } from "./save.ts";
import { targetOf } from "./spelling.ts";

const TABLES: readonly Table[] = ["filter", "nat"];

/** Between a table and the chains that rules of ours are in although we put none there. */
const IN = " ours in ";

/** What a key can hold; a chain with another name is found all the same. */
const WRITABLE = /^[\w.-]+$/;

/**
 * Rules that bear the document's mark where it puts none, an item a table: a chain of ours that somebody renamed
 * (`iptables -E`) with the jump that went along, a rule that somebody copied.
 */
export function observeAstray(dump: Dump, owner: string): Observed[] {
  return FAMILIES.flatMap((family) =>
    TABLES.flatMap((table) => {
      const chains = tableOf(dump, family, table);
      return chains ? observed(dump.scope, family, table, chains, owner) : [];
    }),
  );
}

export function isAstray(key: string): boolean {
  return key.includes(IN);
}

function observed(scope: string, family: Family, table: Table, chains: Chains, owner: string): Observed[] {
  const own = chainNames(owner);
  const isOurs = (rule: string) => bearsMark(rule, owner) && !own.has(targetOf(rule) ?? "");
  const others = [...chains].filter(([name, { rules }]) => !own.has(name) && rules.some(isOurs));
  if (others.length === 0) return [];
  const isWhole = ([, { policy, rules }]: (typeof others)[number]) => policy === undefined && rules.every(isOurs);
  const whole = others.filter(isWhole);
  const rest = others.filter((entry) => !isWhole(entry));
  const placed = rest.flatMap(([chain, { rules }]) =>
    rules.flatMap((rule, index) => (isOurs(rule) ? [`-I ${chain} ${index + 1} ${rule}`] : [])),
  );
  const strangers = [...chains.values()].flatMap(({ rules }) => rules.filter((rule) => !isOurs(rule)).map(targetOf));
  const names = whole.map(([name]) => name);
  const key = `${family} ${table}${IN}${others
    .map(([name]) => name)
    .filter((name) => WRITABLE.test(name))
    .join(" ")}`;
  const props = {
    rules: [...whole.flatMap(([chain, { rules }]) => rules.map((rule) => `-A ${chain} ${rule}`)), ...placed],
    chains: names,
    // To these leads a rule of somebody else's, so that they are emptied and stay.
    held: names.filter((name) => strangers.includes(name)),
  };
  return [{ kind: "chain", scope, key: key.trim(), props, owner }];
}

/** What `-t TABLE` is written before. */
export function astrayCommands({ verb, want, have, key }: Operation): {
  family: Family;
  table: Table;
  lines: string[];
} {
  const [family, table] = key.split(" ") as [Family, Table];
  const { rules, chains, held } = texts((want ?? have)?.props ?? {});
  const placed = rules.filter((rule) => rule.startsWith("-I "));
  if (verb !== "delete") {
    const made = chains.map((chain) => `:${chain} - [0:0]`);
    return { family, table, lines: [...made, ...rules.filter((rule) => !rule.startsWith("-I ")), ...placed] };
  }
  const lines = [
    ...placed.map((rule) => rule.replace(/^-I (\S+) \d+/, "-D $1")),
    ...chains.map((chain) => `-F ${chain}`),
    ...chains.filter((chain) => !held.includes(chain)).map((chain) => `-X ${chain}`),
  ];
  return { family, table, lines };
}

function texts(props: Record<string, Json>): Record<"rules" | "chains" | "held", string[]> {
  const list = (name: string) => ((props[name] ?? []) as Json[]).map(String);
  return { rules: list("rules"), chains: list("chains"), held: list("held") };
}
