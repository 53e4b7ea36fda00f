// What the host's firewall does with packets of a network: its rules walked through as the kernel does it. Pure.
import type { Chain } from "../../cli/views/firewall.ts";
import type { Rule } from "../../cli/views/rules.ts";

/** A packet that the host passes on, as far as the rules of such a network look at it. */
interface Packet {
  in: string;
  out: string;
  source: string;
  destination: string;
  state: "NEW" | "ESTABLISHED";
}

/** A network as its rules know it; `subnet` as 172.17.0.0/16. */
export interface Known {
  bridge: string;
  subnet: string;
  chains: readonly Chain[];
}

const OUTSIDE = { interface: "an uplink", address: "another network" };

/** What becomes of packets from the members to elsewhere, between members, and from elsewhere to them. */
export function fates({ bridge, subnet, chains }: Known): { out: string; between: string; into: string } {
  const inside = { interface: bridge, address: subnet };
  const fate = (from: typeof OUTSIDE, to: typeof OUTSIDE) => {
    const packet = { in: from.interface, source: from.address, out: to.interface, destination: to.address };
    const first = verdict(chains, { ...packet, state: "NEW" });
    return `first packet: ${first}, answers: ${verdict(chains, { ...packet, state: "ESTABLISHED" })}`;
  };
  return { out: fate(inside, OUTSIDE), between: fate(inside, inside), into: fate(OUTSIDE, inside) };
}

function verdict(chains: readonly Chain[], packet: Packet): string {
  const filter = chains.filter(({ table }) => table === "filter");
  const walk = (name: string): string | undefined => {
    for (const rule of filter.find(({ chain }) => chain === name)?.rules ?? []) {
      if (!matches(rule, packet)) continue;
      if (rule.target === "RETURN") return undefined;
      const end = filter.some(({ chain }) => chain === rule.target) ? walk(String(rule.target)) : rule.target;
      if (end === "ACCEPT" || end === "DROP" || end === "REJECT") return end;
    }
    return undefined;
  };
  return walk("FORWARD") ?? filter.find(({ chain }) => chain === "FORWARD")?.policy ?? "ACCEPT";
}

/** A rule for one protocol, or with a match that is no state, is not about packets in general. */
function matches(rule: Rule, packet: Packet): boolean {
  const states = /^ctstate (\S+)$/.exec(rule.match ?? "")?.[1]?.split(",");
  if (rule.protocol !== null || (rule.match !== null && !states?.includes(packet.state))) return false;
  return (["in", "out", "source", "destination"] as const).every((field) => fits(rule[field], packet[field]));
}

function fits(wanted: string | null, found: string): boolean {
  if (wanted === null) return true;
  return wanted.startsWith("!") ? wanted.slice(1) !== found : wanted === found;
}

/** The rules of a table with one of these targets that name the network. */
export function rulesOf({ bridge, subnet, chains }: Known, table: string, target: string): Rule[] {
  const rules = chains.filter((chain) => chain.table === table).flatMap((chain) => chain.rules);
  const names = new Set([bridge, `!${bridge}`, subnet]);
  return rules.filter((rule) => {
    const fields = [rule.in, rule.out, rule.source, rule.destination];
    return rule.target === target && fields.some((field) => field !== null && names.has(field));
  });
}
