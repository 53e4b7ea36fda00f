import type { Facts } from "../validation/facts.ts";
import type { Fault } from "../validation/fault.ts";
import { judge } from "../validation/rules/judge.ts";
import { warn } from "../validation/rules/warn.ts";
import { soundOf } from "../validation/schema/check.ts";
import type { IsLater } from "../validation/schema/plain-data.ts";
import { factsOf } from "./facts/collect.ts";
import { inOrder } from "./order.ts";
import { type TopologyInput, topologySchema } from "./schema.ts";

/** What is wrong with a declaration, and whether some of it was not known yet. */
export interface Checked {
  faults: Fault[];
  /** What can be built, and hardly be meant; only where nothing is wrong. */
  warnings: Fault[];
  later: boolean;
}

/** The parts of a topology that may be declared by themselves. */
export type Place = "bridges" | "namespaces" | "networks" | "containers";

/**
 * Checks one part of a topology by itself, with the topology's own schema and rules: `namespaces.RED`. What other parts
 * may declare is not missed. Never throws.
 *
 * @param isLater values that are known later: they are no faults, and what they may change is not judged
 */
export function checkPart(place: Place, name: string, value: unknown, isLater?: IsLater): Checked {
  const whole = { [place]: { [name]: value ?? null } };
  const { data, sound, faults: misshapen, later, gaps } = soundOf(topologySchema, whole, isLater);
  if (sound === undefined) return { faults: misshapen, warnings: [], later: later.length > 0 };
  const { facts, faults: wrong } = factsOf(sound as TopologyInput, data, gaps);
  const broken = later.length > 0 ? [] : judge(alone(facts));
  const faults = inOrder([...misshapen, ...wrong, ...broken], whole);
  const warnings = faults.length === 0 && later.length === 0 ? warn(facts) : [];
  return { faults, warnings, later: later.length > 0 };
}

/** Facts of a part that is not all there is: a namespace without links has them from elsewhere. */
function alone(facts: Facts): Facts {
  const linked = new Set(facts.links.map(({ scope }) => scope));
  return {
    ...facts,
    references: facts.references.filter(({ what, declared }) => what === "interface" && declared.length > 1),
    scopes: facts.scopes.map((scope) => ({ ...scope, closed: scope.closed && linked.has(scope.name) })),
  };
}
