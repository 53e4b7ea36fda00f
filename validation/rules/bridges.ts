import type { Facts } from "../facts.ts";
import { linkId, linksById } from "../facts.ts";
import type { Fault } from "../fault.ts";

/** The kernel numbers a bridge's ports with 10 bits (BR_PORT_BITS), and begins with 1. */
const MOST = 1023;

/** A bridge has no more ports than the kernel can number. */
export function bridges({ links }: Facts): Fault[] {
  const byId = linksById(links);
  const ports = links.flatMap(({ scope, bridge }) => (bridge ? [linkId(scope, bridge.name)] : []));
  return [...Map.groupBy(ports, (id) => id)].flatMap(([id, { length }]) => {
    const bridge = byId.get(id);
    if (length <= MOST || !bridge) return [];
    const rule = `${length} ports, the kernel's limit is ${MOST}`;
    return [{ path: bridge.path, value: bridge.name, rule, fix: "spread them over several bridges" }];
  });
}
