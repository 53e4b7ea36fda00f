import { icmpFamilies } from "../../net/icmp.ts";
import { familyOfText } from "../../net/ip.ts";
import type { Facts, FilterRule } from "../facts.ts";
import type { Fault } from "../fault.ts";

/** What fields of a firewall rule need of each other. iptables would say it of the first rule only, at `up`. */
export function filters({ filters }: Facts): Fault[] {
  return filters.flatMap((filter) => CONFLICTS.flatMap((conflict) => conflict(filter)));
}

type Conflict = (filter: FilterRule) => Fault[];

const PORTED = new Set(["tcp", "udp", "sctp"]);

const needs =
  (
    field: "ports" | "sourcePorts" | "icmpType" | "rejectWith" | "logPrefix",
    met: (filter: FilterRule) => boolean,
    rule: string,
    fix: string,
  ): Conflict =>
  (filter) => {
    const value = filter.rule[field];
    return value === undefined || met(filter) ? [] : [{ path: [...filter.path, field], value, rule, fix }];
  };

const ported = ({ rule }: FilterRule) => PORTED.has(rule.protocol ?? "");

const CONFLICTS: readonly Conflict[] = [
  needs("ports", ported, "ports belong to tcp, udp and sctp", "add protocol: tcp"),
  needs("sourcePorts", ported, "ports belong to tcp, udp and sctp", "add protocol: tcp"),
  needs("icmpType", ({ rule }) => rule.protocol === "icmp", "a type belongs to ICMP", "add protocol: icmp"),
  needs(
    "rejectWith",
    ({ rule }) => rule.verdict === "reject",
    "an answer belongs to verdict reject",
    "write verdict: reject",
  ),
  needs("logPrefix", ({ rule }) => rule.verdict === "log", "a prefix belongs to verdict log", "write verdict: log"),
  needs(
    "rejectWith",
    ({ rule }) => rule.rejectWith !== "tcp-reset" || rule.verdict !== "reject" || rule.protocol === "tcp",
    "a reset belongs to tcp",
    "add protocol: tcp",
  ),
  direction("out", "input", "nothing leaves in chain input"),
  direction("in", "output", "nothing enters in chain output"),
  families,
  message,
];

function direction(field: "in" | "out", chain: string, rule: string): Conflict {
  return (filter) => {
    const value = filter.rule[field];
    if (filter.chain !== chain || value === undefined) return [];
    return [{ path: [...filter.path, field], value, rule, fix: "leave it out, or choose another chain" }];
  };
}

/** Source, destination and family speak of one family. */
function families({ rule, path }: FilterRule): Fault[] {
  const { source, destination, family } = rule;
  const [from, to] = [source, destination].map((text) => text && familyOfText(text));
  if (from && to && from !== to)
    return [
      {
        path: [...path, "destination"],
        value: destination,
        rule: "of another family than the source",
        fix: "write a rule for each family",
      },
    ];
  const own = from ?? to;
  if (!family || !own || family === own) return [];
  return [{ path: [...path, "family"], value: family, rule: `the addresses are of ${own}`, fix: "leave it out" }];
}

/** An ICMP message that only one family has is of the rule's family. */
function message({ rule, path }: FilterRule): Fault[] {
  const { icmpType, family, source, destination } = rule;
  if (icmpType === undefined) return [];
  const address = source ?? destination;
  const own = family ?? (address && familyOfText(address));
  const known = icmpFamilies(icmpType);
  if (!own || known.includes(own)) return [];
  const fix = family
    ? `write family: ${known[0]}, or another message`
    : `take addresses of ${known[0]}, or another message`;
  return [{ path: [...path, "icmpType"], value: icmpType, rule: `${own} has no such message`, fix }];
}
