import type { Filter } from "../../../../net/schema/firewall.ts";
import type { Scope } from "../../../../net/schema/scope.ts";
import { portRange, stopsLoopback } from "../../../../validation/loopback.ts";
import { FAMILIES } from "./chains.ts";
import type { Placed } from "./placed.ts";

/**
 * On the host, loopback passes before the first rule that would stop it with others: Pulumi speaks to its plugins that
 * way, and after an ordinary `drop` at the end of INPUT no command of the stack would work any more. What an entry says
 * of loopback itself stands before that, and has its effect.
 *
 * @param filterRules what an entry means by itself
 */
export function loopbackFirst({ sysctls }: Scope, filterRules: (entry: Filter) => Placed[]) {
  const range = portRange(sysctls?.["net.ipv4.ip_local_port_range"] ?? sysctls?.["net/ipv4/ip_local_port_range"]);
  const passes = new Set<string>();
  return (entry: Filter): Placed[] => {
    const { chain } = entry;
    if (chain === "forward") return filterRules(entry);
    const stopped = FAMILIES.filter((family) => stopsLoopback({ chain, rule: entry }, family, range) === "with others");
    const first = stopped.filter((family) => !passes.has(`${family} ${chain}`));
    for (const family of first) passes.add(`${family} ${chain}`);
    const device = chain === "input" ? { in: "lo" } : { out: "lo" };
    const passing = first.map((family): Placed => {
      return { family, hook: `filter ${chain}`, rule: { ...device, target: "ACCEPT" } };
    });
    return [...passing, ...filterRules(entry)];
  };
}
