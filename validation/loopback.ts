import { contains, parseRange } from "../net/ip.ts";
import type { FilterRule } from "./facts.ts";
import { meet, type Packets } from "./packets.ts";

/**
 * How Pulumi speaks to its plugins on this host: TCP between ports of the kernel's choice, over loopback. A rule of the
 * host that stops it makes the stack unusable, and there is no command of Pulumi's that could mend it.
 */
export type Family = "ipv4" | "ipv6";

const LOOPBACK: Record<Family, string> = { ipv4: "127.0.0.0/8", ipv6: "::1/128" };

/** The kernel's own (net.ipv4.ip_local_port_range). */
export const PORTS = { first: 32_768, last: 60_999 };

/**
 * Whether a rule of the host's INPUT or OUTPUT stops such packets: because it speaks of loopback itself, or because it
 * speaks of all packets of a kind, as the last rule of an ordinary filter does.
 *
 * @param range ports that the kernel chooses from, where that is declared
 */
export function stopsLoopback(
  { chain, rule }: Pick<FilterRule, "chain" | "rule">,
  family: Family,
  range = PORTS,
): "by name" | "with others" | undefined {
  if (chain !== "input" && chain !== "output") return undefined;
  if (rule.verdict !== "drop" && rule.verdict !== "reject") return undefined;
  // Nothing leaves in INPUT, nor enters in OUTPUT: a fault of its own.
  if (rule[chain === "input" ? "out" : "in"] !== undefined) return undefined;
  const ports = `${range.first}-${range.last}`;
  const ends = { source: LOOPBACK[family], destination: LOOPBACK[family], ports, sourcePorts: ports };
  const device = chain === "input" ? { in: "lo" } : { out: "lo" };
  const own: Packets = { ...ends, ...device, protocol: "tcp", state: ["new", "established"] };
  if (!meet(rule, own)) return undefined;
  return namesLoopback(rule) ? "by name" : "with others";
}

function namesLoopback({ in: entry, out: exit, source, destination }: Packets): boolean {
  const own = Object.values(LOOPBACK).map(parseRange);
  const inside = (text: string | undefined) =>
    text !== undefined && own.some((range) => contains(range, parseRange(text)));
  return entry !== undefined || exit !== undefined || inside(source) || inside(destination);
}

/** `1024 65535`, as the kernel has it; undefined for anything else. */
export function portRange(value: string | undefined): typeof PORTS | undefined {
  const [, first, last] = /^\s*(\d+)\s+(\d+)\s*$/.exec(value ?? "") ?? [];
  return first === undefined || last === undefined ? undefined : { first: Number(first), last: Number(last) };
}
