import { parentAt } from "../../../net/parent.ts";
import type { BridgePort } from "../../../net/schema/bridge-port.ts";
import { type Facts, type Link, noFacts, withMasters } from "../../../validation/facts.ts";
import { type Fault, formatFault } from "../../../validation/fault.ts";

export interface Declared {
  type?: string;
  parent?: string;
  master?: string;
  mtu?: number;
  port?: BridgePort;
  [field: string]: unknown;
}

/** Links of one scope as a rule meets them, by name. */
export function linksOf(declared: Record<string, Declared>, usual: string): Link[] {
  const links = Object.entries(declared).map(([name, { type = usual, parent, master, mtu, port, ...fields }]) => {
    const path = ["links", name];
    return {
      ...{ path, scope: "RED", name, type },
      fields: { ...fields, ...(parent !== undefined && { parent }) },
      ...(parent !== undefined && { parent: { ...parentAt("RED", parent), path: [...path, "parent"] } }),
      ...(master !== undefined && { master: { name: master, path: [...path, "master"] } }),
      ...(port !== undefined && { port: { value: port, path: [...path, "port"] } }),
      ...(mtu !== undefined && { mtu: { value: mtu, path: [...path, "mtu"] } }),
    };
  });
  return withMasters(links);
}

/** What a rule says of these links alone, as people read it. */
export function faultsOf(rule: (facts: Facts) => Fault[], links: Link[]): string[] {
  return rule({ ...noFacts("local"), links, addressOf: () => undefined, damaged: () => false }).map(formatFault);
}
