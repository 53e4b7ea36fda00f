import type { Facts } from "../validation/facts.ts";
import type { Fault, Path } from "../validation/fault.ts";
import { judge } from "../validation/rules/judge.ts";
import { warn } from "../validation/rules/warn.ts";
import { type Sound, soundOf } from "../validation/schema/check.ts";
import type { IsLater } from "../validation/schema/plain-data.ts";
import { factsOf } from "./facts/collect.ts";
import { inOrder } from "./order.ts";
import { type TopologyInput, topologySchema } from "./schema.ts";

/** What is wrong with a declaration, and whether some of it was not known yet. */
export interface Checked {
  faults: Fault[];
  /** What can be built, and hardly be meant; only where nothing is wrong. */
  warnings: Fault[];
  /** Where the paths of faults begin: those below are of the declaration itself. */
  base: Path;
  /** What is known later. */
  later: Path[];
  /** What may be a secret, and stands where one may. */
  hidden: Path[];
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
  const found = soundOf(topologySchema, whole, isLater);
  const { data, sound, faults: misshapen, later, gaps } = found;
  const waiting = waitingIn([place, name], found);
  if (sound === undefined) return { faults: misshapen, warnings: [], ...waiting };
  const { facts, faults: wrong } = factsOf(sound as TopologyInput, data, gaps);
  const broken = later.length > 0 ? [] : judge(alone(facts));
  const faults = inOrder([...misshapen, ...wrong, ...broken], whole);
  const warnings = faults.length === 0 && later.length === 0 ? warn(facts) : [];
  return { faults, warnings, ...waiting };
}

/** What of a declaration is not plain data, by its own paths. */
export function waitingIn(
  base: Path,
  { later, hidden }: Pick<Sound, "later" | "hidden">,
): Omit<Checked, "faults" | "warnings"> {
  const own = (path: Path) => path.slice(base.length);
  return { base, later: later.map(own), hidden: hidden.map(own) };
}

/** Facts of a part that is not all there is: a namespace without links has them from elsewhere. */
function alone(facts: Facts): Facts {
  const linked = new Set(facts.links.map(({ scope }) => scope));
  return {
    ...facts,
    references: facts.references.filter(({ what, declared }) => what === "interface" && declared.length > 1),
    scopes: facts.scopes.map((scope) => ({ ...scope, closed: scope.closed && linked.has(scope.name), shared: true })),
  };
}
