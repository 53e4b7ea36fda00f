import * as pulumi from "@pulumi/pulumi";
import { formatFaults } from "../validation/fault.ts";
import { type Check, isLater, refuse } from "./check-arguments.ts";

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
  const { faults, later } = check(args, isLater);
  refuse(component, name, faults);
  const propertyOf = later ? laterValue(declared) : known(convert(args as Input));
  return Object.fromEntries(keys.map((key) => [key, propertyOf(key)])) as Pick<Args, Key>;
}

function known<Args extends object>(args: Args) {
  return (key: keyof Args): unknown => args[key];
}

function laterValue<Input, Args extends object>({ component, name, args, check, convert }: Declared<Input, Args>) {
  const sound = (pulumi.output(args as object) as pulumi.Output<unknown>).apply((value) => {
    const { faults } = check(value);
    if (faults.length > 0) throw new pulumi.RunError(`${component} "${name}":\n${formatFaults(faults)}`);
    return convert(value as Input);
  }) as pulumi.Output<Args>;
  return (key: keyof Args): unknown => sound.apply((all) => all[key as unknown as never]);
}
