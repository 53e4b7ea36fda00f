import type { Dump } from "../../model.ts";
import type { Family, Table } from "./chains.ts";

export interface Chain {
  /** ACCEPT or DROP for a built-in chain, `-` for any other. */
  policy: string;
  /** Each rule without `-A CHAIN`. */
  rules: string[];
}

export type Chains = Map<string, Chain>;

/** Reads the output of `iptables-save`, with or without counters: table by table, chain by chain. */
export function readSave(text: string): Map<string, Chains> {
  const tables = new Map<string, Chains>();
  let chains: Chains = new Map();
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) {
      chains = new Map();
      tables.set(line.slice(1).trim(), chains);
    }
    const chain = /^:(\S+) (\S+)/.exec(line);
    if (chain) chains.set(chain[1]!, { policy: chain[2]!, rules: [] });
    const rule = /^(?:\[\d+:\d+\] )?-A (\S+) ?(.*)$/.exec(line);
    if (rule) chains.get(rule[1]!)?.rules.push(rule[2]!);
  }
  return tables;
}

/** Every kind and every hook asks for tables of the same dump. */
const read = new WeakMap<Dump, Map<string, Map<string, Chains>>>();

/** One table of one scope; undefined where the kernel has none, or where nobody asked. */
export function tableOf(dump: Dump | undefined, family: Family, table: Table): Chains | undefined {
  const text = dump?.firewall[family];
  if (dump === undefined || text === undefined) return undefined;
  const families = read.get(dump) ?? new Map<string, Map<string, Chains>>();
  read.set(dump, families);
  const tables = families.get(family) ?? readSave(text);
  families.set(family, tables);
  return tables.get(table);
}

/**
 * iptables has two backends in one kernel, each blind to the other's rules; packets pass both. `iptables-save` of one
 * says so when the other has tables. Returns what to tell a person; nothing where all rules are in one place.
 *
 * @example splits(dump) // ["host: iptables-legacy tables present, use iptables-legacy-save to see them. ..."]
 */
export function splits({ scope, firewall }: Dump): string[] {
  const warnings = [firewall.ipv4, firewall.ipv6].map(
    (save) => /^# Warning: (.*tables present.*)$/m.exec(save ?? "")?.[1],
  );
  return warnings
    .filter((warning) => warning !== undefined)
    .map(
      (warning) => `${scope}: ${warning}. Packets pass the rules of both; the declaration is compared with these only.`,
    );
}
