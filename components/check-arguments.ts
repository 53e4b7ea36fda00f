import * as pulumi from "@pulumi/pulumi";
import type { Checked } from "../topology/check-part.ts";
import { type Fault, formatFault, formatFaults } from "../validation/fault.ts";
import type { IsLater } from "../validation/schema/plain-data.ts";

/** A check of a whole argument, pure; `isLater` tells what is not known while the program runs. */
export type Check = (value: unknown, isLater?: IsLater) => Checked;

/** Arguments in normal form, or why there is none. */
export interface Guarded<Normal> {
  /** Undefined where there are faults. */
  normal: Normal | undefined;
  /** Each fault in one line, for the provider to refuse the resource with. */
  refused: string[];
}

/** What a program does not know of its own arguments before the resources of others are there. */
export const isLater: IsLater = (value) => pulumi.Output.isInstance(value) || value instanceof Promise;

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
  const { faults, later, warnings } = check(early, isLater);
  refuse(component, name, faults);
  tell(warnings);
  const resolved = pulumi.output(args as object) as pulumi.Output<unknown>;
  return resolved.apply((known) => {
    const again = later ? check(known) : undefined;
    tell(again?.warnings ?? []);
    const wrong = again?.faults ?? [];
    const normal = wrong.length > 0 ? undefined : convert(known as Input);
    return { normal, refused: wrong.map(formatFault) };
  });
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
