import * as pulumi from "@pulumi/pulumi";
import type { Checked } from "../topology/check-part.ts";
import { type Fault, formatFault, formatFaults } from "../validation/fault.ts";
import type { IsLater } from "../validation/schema/plain-data.ts";
import { isLater } from "./later.ts";
import { known, secretFaults } from "./secret-outputs.ts";

/** A check of a whole argument, pure; `isLater` tells what is not known while the program runs. */
export type Check = (value: unknown, isLater?: IsLater) => Checked;

/** Arguments in normal form, or why there is none. */
export interface Guarded<Normal> {
  /** Undefined where there are faults. */
  normal: Normal | undefined;
  /** Each fault in one line, for the provider to refuse the resource with. */
  refused: string[];
}

/**
 * Checks a component's arguments as the same part of a topology is checked. What is known while the program runs is told
 * at once, before anything is registered; what outputs of others bring is told by the provider's check, as an error
 * inside an output would lose its path and show a stack. A preview that does not know an output takes it for right.
 *
 * @param early the arguments with what the program knows sooner than their outputs do
 * @throws {pulumi.RunError} with every fault that is known
 */
export function guarded<Input, Normal>(
  component: string,
  name: string,
  args: unknown,
  check: Check,
  convert: (input: Input) => Normal,
  early: unknown = args,
): pulumi.Output<Guarded<Normal>> {
  const { faults, warnings, ...waiting } = check(early, isLater);
  refuse(component, name, faults);
  tell(warnings);
  const guard = (wrong: readonly Fault[], value?: unknown): Guarded<Normal> => {
    const normal = wrong.length > 0 ? undefined : convert(value as Input);
    return { normal, refused: wrong.map(formatFault) };
  };
  const checked = (): pulumi.Output<Guarded<Normal>> =>
    known(args, waiting).apply((value) => {
      const again = waiting.later.length > 0 ? check(value) : undefined;
      tell(again?.warnings ?? []);
      return guard(again?.faults ?? [], value);
    }) as pulumi.Output<Guarded<Normal>>;
  const told = secretFaults(args, waiting).apply((secret) => (secret.length > 0 ? guard(secret) : checked()));
  return told as pulumi.Output<Guarded<Normal>>;
}

/** Says what can be built and is hardly meant; the update goes on. */
export function tell(warnings: readonly Fault[], resource?: pulumi.Resource): void {
  for (const warning of warnings) pulumi.log.warn(formatFault(warning), resource);
}

/**
 * Ends the program where there are faults.
 *
 * @throws {pulumi.RunError} naming the component, and of each fault the path, the value, the rule and the fix
 */
export function refuse(component: string, name: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const many = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  throw new pulumi.RunError(`${component} "${name}" has ${many}, nothing was changed:\n${formatFaults(faults)}`);
}
