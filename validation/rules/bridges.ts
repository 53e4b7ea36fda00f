import type { Facts } from "../facts.ts";
import { linkId, linksById } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";

/** The kernel numbers a bridge's ports with 10 bits (BR_PORT_BITS), and begins with 1. */
const MOST = 1023;

/** A bridge has no more ports than the kernel can number; only a bridge is a master. */
export function bridges({ links, references }: Facts): Fault[] {
  const byId = linksById(links);
  const dangling = new Set(
    references.filter(({ declared, name }) => !declared.includes(name)).map(({ path }) => formatPath(path)),
  );
  const ports = new Map<string, number>();
  const faults: Fault[] = [];
  for (const { scope, master } of links) {
    if (!master) continue;
    const id = linkId(scope, master.name);
    const bridge = byId.get(id);
    if (bridge && bridge.type !== "bridge" && !dangling.has(formatPath(master.path)))
      faults.push({
        path: master.path,
        value: master.name,
        rule: `a ${bridge.type} has no ports`,
        fix: "name a bridge",
      });
    ports.set(id, (ports.get(id) ?? 0) + 1);
  }
  for (const [id, count] of ports) {
    const bridge = byId.get(id);
    if (count <= MOST || !bridge) continue;
    const rule = `${count} ports, the kernel's limit is ${MOST}`;
    faults.push({ path: bridge.path, value: bridge.name, rule, fix: "spread them over several bridges" });
  }
  return faults;
}
