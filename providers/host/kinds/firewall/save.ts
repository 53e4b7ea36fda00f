import { otherBackend, readSave, type SavedTable } from "../../../../net/iptables-save.ts";
import type { Dump, Question } from "../../dump.ts";
import type { Asked } from "../../model.ts";
import type { Family, Table } from "./chains.ts";

export interface Chain {
  /** ACCEPT or DROP for a built-in chain, undefined for any other. */
  policy: string | undefined;
  /** Each rule without `-A CHAIN`. */
  rules: string[];
}

export type Chains = Map<string, Chain>;

function byName({ chains }: SavedTable): Chains {
  return new Map(chains.map(({ name, policy, rules }) => [name, { policy, rules: rules.map(({ text }) => text) }]));
}

/** On the host always: what a document has there is told by its chains' names alone. */
export function asksForRules({ scope, keys }: Asked): Question[] {
  return scope === "host" || keys.length > 0 ? [{ rules: "ipv4" }, { rules: "ipv6" }] : [];
}

/** Every kind and every hook asks for tables of the same dump. */
const read = new WeakMap<Dump, Map<string, Map<string, Chains>>>();

/** One table of one scope; undefined where the kernel has none, or where nobody asked. */
export function tableOf(dump: Dump | undefined, family: Family, table: Table): Chains | undefined {
  const text = dump?.firewall[family];
  if (dump === undefined || text === undefined) return undefined;
  const families = read.get(dump) ?? new Map<string, Map<string, Chains>>();
  read.set(dump, families);
  const tables = families.get(family) ?? new Map(readSave(text).map((saved) => [saved.name, byName(saved)]));
  families.set(family, tables);
  return tables.get(table);
}

/**
 * What to tell a person where the rules of one scope are in both backends of iptables.
 *
 * @example splits(dump) // ["host: iptables-legacy tables present, use iptables-legacy-save to see them. ..."]
 */
export function splits({ scope, firewall }: Dump): string[] {
  return [firewall.ipv4, firewall.ipv6]
    .map((text) => otherBackend(text ?? ""))
    .filter((warning) => warning !== undefined)
    .map(
      (warning) => `${scope}: ${warning}. Packets pass the rules of both; the declaration is compared with these only.`,
    );
}
