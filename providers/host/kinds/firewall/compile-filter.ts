import { icmpFamilies, icmpNumber } from "../../../../net/icmp.ts";
import { Invalid } from "../../../../net/invalid.ts";
import { familyOfText } from "../../../../net/ip.ts";
import type { Filter, Forward } from "../../../../net/schema/firewall.ts";
import type { SetMatch } from "../../../../net/schema/set.ts";
import { portMatch } from "./address.ts";
import { FAMILIES, type Family } from "./chains.ts";
import type { Placed } from "./placed.ts";
import type { Rule } from "./rule.ts";

/** The family of a set that is declared beside a rule; undefined for one that has none, or is not declared. */
export type FamilyOfSet = (name: string) => Family | undefined;

/** `forward` is `filter` with the chain known and accept as the verdict that is meant. */
export function forwardRules(entry: Forward, familyOfSet: FamilyOfSet): Placed[] {
  return filterRules({ ...entry, chain: "forward", verdict: entry.verdict ?? "accept" }, familyOfSet);
}

/** One entry is one rule for each family that it speaks of, and for each combination of its ports. */
export function filterRules(entry: Filter, familyOfSet: FamilyOfSet): Placed[] {
  return familiesOf(entry, familyOfSet).flatMap((family) =>
    list(entry.sourcePorts).flatMap((sourcePort) =>
      list(entry.ports).map((port): Placed => {
        const ports = {
          ...(sourcePort === undefined ? {} : { sourcePort: portMatch(sourcePort) }),
          ...(port === undefined ? {} : { port: portMatch(port) }),
        };
        return {
          family,
          hook: `filter ${entry.chain}`,
          rule: { ...matches(entry, family), ...ports, ...verdict(entry, family) },
        };
      }),
    ),
  );
}

/** Both, unless the entry says one, holds an address of one, asks a set of one, or names an ICMP message that only one has. */
function familiesOf({ family, source, destination, sets, icmpType }: Filter, ofSet: FamilyOfSet): readonly Family[] {
  if (family) return [family];
  const address = source ?? destination;
  if (address !== undefined) return [familyOfText(address)];
  const asked = sets?.map(({ name }) => ofSet(name)).find((one) => one !== undefined);
  if (asked !== undefined) return [asked];
  return icmpType === undefined ? FAMILIES : icmpFamilies(icmpType);
}

function list<T>(value: T | readonly T[] | undefined): readonly (T | undefined)[] {
  if (value === undefined) return [undefined];
  return Array.isArray(value) ? value : [value as T];
}

function matches(entry: Filter, family: Family): Rule {
  const { source, destination, comment } = entry;
  const protocol = entry.protocol === "icmp" && family === "ipv6" ? "ipv6-icmp" : entry.protocol;
  return {
    ...(source ? { source } : {}),
    ...(destination ? { destination } : {}),
    ...(entry.in ? { in: entry.in } : {}),
    ...(entry.out ? { out: entry.out } : {}),
    ...(protocol ? { protocol } : {}),
    ...(entry.state?.length ? { state: entry.state.join(",") } : {}),
    ...icmp(entry, family),
    ...(entry.sets?.length ? { sets: entry.sets.map(asking).join(";") } : {}),
    ...(comment === undefined ? {} : { comment }),
  };
}

function asking({ name, flags, not }: SetMatch): string {
  return `${not ? "!" : ""}${name} ${flags}`;
}

function icmp({ icmpType }: Filter, family: Family): Rule {
  if (icmpType === undefined) return {};
  const number = icmpNumber(icmpType, family);
  if (number === undefined)
    throw new Invalid(icmpType, `${family} has no such message`, "remove the other family's address");
  return family === "ipv4" ? { icmpType: String(number) } : { icmpv6Type: String(number) };
}

function verdict({ verdict: name, rejectWith, logPrefix }: Filter, family: Family): Rule {
  switch (name) {
    case "reject":
      return { target: "REJECT", rejectWith: REJECTIONS[rejectWith ?? "port-unreachable"][family] };
    case "log":
      return { target: "LOG", ...(logPrefix === undefined ? {} : { logPrefix }) };
    default:
      return { target: name.toUpperCase() };
  }
}

/** The answers of REJECT: a common name, and what each family calls it. */
const REJECTIONS: Record<NonNullable<Filter["rejectWith"]>, Record<Family, string>> = {
  "port-unreachable": { ipv4: "icmp-port-unreachable", ipv6: "icmp6-port-unreachable" },
  "host-unreachable": { ipv4: "icmp-host-unreachable", ipv6: "icmp6-addr-unreachable" },
  "no-route": { ipv4: "icmp-net-unreachable", ipv6: "icmp6-no-route" },
  "admin-prohibited": { ipv4: "icmp-admin-prohibited", ipv6: "icmp6-adm-prohibited" },
  "tcp-reset": { ipv4: "tcp-reset", ipv6: "tcp-reset" },
};
