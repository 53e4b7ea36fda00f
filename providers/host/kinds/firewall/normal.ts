import { complaint, type Invalid } from "../../../../net/invalid.ts";
import { formatCidr, network, parseRange } from "../../../../net/ip.ts";
import type { Rule } from "./rule.ts";

/** The order in which the kernel lists connection states. */
export const STATES = ["INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"];

/** Numbers of /etc/protocols, for a machine that has none and prints numbers. */
const PROTOCOLS: Record<string, string> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "47": "gre",
  "50": "esp",
  "51": "ah",
  "58": "ipv6-icmp",
  "132": "sctp",
  icmpv6: "ipv6-icmp",
};

/** The one spelling of a rule: what means nothing is left out, what has several spellings gets one. */
export function normal(rule: Rule): Rule {
  const spelled: Rule = { ...rule };
  each(spelled, ["source", "destination"], negated(address));
  each(spelled, ["protocol"], negated(protocol));
  each(spelled, ["sourcePort", "port"], ports);
  each(spelled, ["state"], states);
  return spelled;
}

function each(rule: Rule, fields: (keyof Rule)[], spell: (value: string) => string | undefined): void {
  for (const field of fields) {
    const value = rule[field] === undefined ? undefined : spell(rule[field]);
    if (value === undefined) delete rule[field];
    else rule[field] = value;
  }
}

function negated(spell: (value: string) => string | undefined): (value: string) => string | undefined {
  return (value) => {
    if (!value.startsWith("!")) return spell(value);
    return `!${spell(value.slice(1)) ?? value.slice(1)}`;
  };
}

/** With prefix, without host bits; nothing for all addresses. What is no address stays as it is. */
function address(value: string): string | undefined {
  const fault: Invalid | undefined = complaint(() => parseRange(value));
  if (fault) return value;
  const cidr = network(parseRange(value));
  return cidr.prefix === 0 ? undefined : formatCidr(cidr);
}

function protocol(value: string): string | undefined {
  return value === "all" || value === "0" ? undefined : (PROTOCOLS[value] ?? value);
}

/** `80`, `8000:8010`; a range of one is one port, an open end is written out. */
function ports(value: string): string {
  const [first = "", last] = value.split(":");
  if (last === undefined) return first;
  const ends = [first || "0", last || "65535"];
  return ends[0] === ends[1] ? String(ends[0]) : ends.join(":");
}

function states(value: string): string {
  const list = value.toUpperCase().split(",");
  return list.toSorted((a, b) => STATES.indexOf(a) - STATES.indexOf(b)).join(",");
}
