import * as pulumi from "@pulumi/pulumi";
import type { Checked } from "../topology/check-part.ts";
import { type Fault, formatFaults } from "../validation/fault.ts";
import { type Check, refuse } from "./check-arguments.ts";
import { isLater } from "./later.ts";
import { known, secretFaults } from "./secret-outputs.ts";

/** A component's arguments, and what becomes of them. */
interface Declared<Input, Args> {
  component: string;
  name: string;
  args: unknown;
  check: Check;
  convert(input: Input): Args;
}

/**
 * The arguments of another resource out of a declaration. Where all of that is known while the program runs, they are
 * plain, and each output in them (a secret) stays by itself; else each property is an output, so that the resource can
 * be registered before the declaration is known.
 *
 * @throws {pulumi.RunError} with every fault that is known; inside the outputs, for what only they bring: the resource
 *   is then not made
 */
export function propertiesOf<Input, Args extends object, Key extends keyof Args>(
  declared: Declared<Input, Args>,
  keys: readonly Key[],
): Pick<Args, Key> {
  const { component, name, args, check, convert } = declared;
  const { faults, ...waiting } = check(args, isLater);
  refuse(component, name, faults);
  const propertyOf = waiting.later.length > 0 ? laterValue(declared, waiting) : plainly(convert(args as Input));
  return Object.fromEntries(keys.map((key) => [key, propertyOf(key)])) as Pick<Args, Key>;
}

function plainly<Args extends object>(args: Args) {
  return (key: keyof Args): unknown => args[key];
}

function laterValue<Input, Args extends object>(declared: Declared<Input, Args>, waiting: Omit<Checked, "faults">) {
  const { component, name, args, check, convert } = declared;
  const told = (faults: readonly Fault[]) => {
    if (faults.length > 0) throw new pulumi.RunError(`${component} "${name}":\n${formatFaults(faults)}`);
  };
  const sound = secretFaults(args, waiting).apply((secret) => {
    told(secret);
    return known(args, waiting).apply((value) => {
      told(check(value).faults);
      return convert(value as Input);
    });
  }) as pulumi.Output<Args>;
  return (key: keyof Args): unknown => sound.apply((all) => all[key as unknown as never]);
}
