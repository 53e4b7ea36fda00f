import { icmpNumber } from "../../net/icmp.ts";
import type { Facts, FilterRule } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { covers, meet, type Packets } from "../packets.ts";

/** A question for a neighbour and the answer: packets of IPv6, that belong to no connection. */
const MESSAGES = (["neighbour-solicitation", "neighbour-advertisement"] as const).map((name) => ({
  name,
  number: icmpNumber(name, "ipv6"),
}));

/**
 * A filter that drops neighbour discovery: IPv4 asks by ARP, which no such rule sees, and IPv6 by ICMP. Nobody reaches the
 * scope's IPv6 addresses then, and it nobody.
 */
export function undiscovered({ filters, addresses }: Facts): Fault[] {
  const six = new Set(
    addresses.flatMap(({ scope, link, cidr }) => (cidr.family === 6 && link !== "lo" ? [scope] : [])),
  );
  const own = filters.filter(({ scope, chain }) => six.has(scope) && (chain === "input" || chain === "output"));
  const chains = Map.groupBy(own, ({ scope, chain }) => `${scope} ${chain}`);
  const dropping = [...chains.values()].flatMap((rules) =>
    MESSAGES.flatMap((message) => dropper(rules, message) ?? []),
  );
  return [...new Set(dropping)].map(warning);
}

/** The rule that decides over all of a message, if it lets none pass. */
function dropper(rules: readonly FilterRule[], { name, number }: (typeof MESSAGES)[number]): FilterRule | undefined {
  const packets: Packets = { family: "ipv6", protocol: "icmp", state: ["untracked"], icmpType: name };
  const spellings = [packets, { ...packets, ...(number !== undefined && { icmpType: number }) }];
  const deciding = rules.find(({ rule }) => rule.verdict !== "log" && spellings.some((one) => meet(rule, one)));
  if (!deciding || deciding.rule.verdict === "accept") return undefined;
  return spellings.some((one) => covers(deciding.rule, one)) ? deciding : undefined;
}

function warning({ path, rule, scope, chain }: FilterRule): Fault {
  return {
    path,
    value: rule.verdict ?? "accept",
    rule: `it drops neighbour discovery as well, which is ICMP in IPv6: ${scope} and its neighbours do not find each other`,
    fix: `write { chain: ${chain}, family: ipv6, protocol: icmp, verdict: accept } before it, or family: ipv4 in it`,
  };
}
