import type { Fault } from "../validation/fault.ts";
import { judge } from "../validation/rules/judge.ts";
import { warn } from "../validation/rules/warn.ts";
import { soundOf } from "../validation/schema/check.ts";
import { factsOf } from "./facts/collect.ts";
import { inOrder } from "./order.ts";
import { type TopologyInput, topologySchema } from "./schema.ts";
import { normalTopology, type Topology } from "./topology.ts";

export type { Fault } from "../validation/fault.ts";
export { formatFault, formatFaults } from "../validation/fault.ts";
export type { Topology } from "./topology.ts";

export interface Parsed {
  /** In normal form; only where nothing is wrong. */
  topology?: Topology;
  /** Everything that is wrong, in the order of the file. */
  faults: Fault[];
  /** What can be built, and hardly be meant; only where nothing is wrong. */
  warnings: Fault[];
}

/**
 * Reads the stack configuration value `bridgework:topology`, whatever it is: checks its shape, then every rule over
 * what is sound of it, so that one run tells all faults. Never throws, touches nothing.
 *
 * @example
 * const { topology, faults } = parseTopology(new pulumi.Config().getObject("topology"));
 * if (!topology) throw new pulumi.RunError(formatFaults(faults));
 */
export function parseTopology(value: unknown): Parsed {
  const { data, sound, faults: known } = soundOf(topologySchema, value);
  if (sound === undefined) return { faults: inOrder(known, value), warnings: [] };
  const input = sound as TopologyInput;
  const { facts, faults: wrong } = factsOf(input, data, known);
  const faults = inOrder([...known, ...wrong, ...judge(facts)], value);
  if (faults.length > 0) return { faults, warnings: [] };
  return { topology: normalTopology(input), faults, warnings: inOrder(warn(facts), value) };
}
