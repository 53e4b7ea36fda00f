import { readSave } from "../../net/iptables-save.ts";
import { annotated } from "../annotate.ts";
import { device, type Names, namesOf } from "../names.ts";
import type { Table } from "../output/table.ts";
import type { Saved } from "../read/seen.ts";
import { type Rule, readRule } from "./rules.ts";
import type { View } from "./view.ts";

/** One chain with its rules, in the order in which packets meet them. */
export interface Chain {
  family: Saved["family"];
  /** filter, nat, mangle, raw, security. */
  table: string;
  chain: string;
  /** Of a built-in chain: ACCEPT or DROP; null for any other, which returns to where it was called from. */
  policy: string | null;
  rules: Rule[];
}

export const firewallView: View = {
  name: "firewall",
  summary: "firewall and NAT rules of iptables with their counters",
  nothing: "no firewall rules",
  all: "built-in chains that are empty and let everything through",
  details: ["firewall"],
  look(seen, all) {
    const json = firewall(seen.details.firewall ?? [], all);
    const names = namesOf(seen);
    return { json, tables: json.map((chain) => table(chain, names)) };
  },
};

/** Chains stay in the kernel's order: sorted, they would no longer read as packets go. */
export function firewall(saved: readonly Saved[], all: boolean): Chain[] {
  const chains = saved.flatMap(readSaved);
  return chains.filter(({ policy, rules }) => all || rules.length > 0 || policy === "DROP" || policy === null);
}

function readSaved({ family, text }: Saved): Chain[] {
  return readSave(text).flatMap(({ name: table, chains }) =>
    chains.map(({ name: chain, policy = null, rules }) => ({
      family,
      table,
      chain,
      policy,
      rules: rules.map(({ text, packets, bytes }) => readRule(text, packets, bytes)),
    })),
  );
}

export function table({ family, table: name, chain, policy, rules }: Chain, names: Names): Table {
  return {
    title: `${family} ${name} ${chain}${policy ? ` (policy ${policy})` : ""}`,
    columns: [
      { header: "PACKETS", align: "right" },
      { header: "BYTES", align: "right" },
      { header: "TARGET" },
      { header: "PROTOCOL", optional: true },
      { header: "IN", optional: true },
      { header: "OUT", optional: true },
      { header: "SOURCE", optional: true },
      { header: "DESTINATION", optional: true },
      { header: "MATCH", optional: true },
      { header: "COMMENT", optional: true },
    ],
    rows: rules.map((rule) => [
      String(rule.packets),
      String(rule.bytes),
      [rule.target, annotated(rule.targetOptions ?? "", names)].filter((word) => word).join(" "),
      rule.protocol ?? "",
      deviceText(rule.in, names),
      deviceText(rule.out, names),
      annotated(rule.source ?? "", names),
      annotated(rule.destination ?? "", names),
      rule.match ?? "",
      rule.comment ?? "",
    ]),
  };
}

function deviceText(name: string | null, names: Names): string {
  return device(name, name && names.network(name.replace(/^!/, "")));
}
