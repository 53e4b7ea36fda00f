import * as pulumi from "@pulumi/pulumi";
import type { Guarded } from "./check-arguments.ts";

/**
 * The arguments of another resource out of a declaration that may be known later, property by property, so that the
 * resource can be registered before they are.
 *
 * @throws {pulumi.RunError} inside the outputs, for faults that only they bring: the resource is then not made
 */
export function propertiesOf<Args extends object, Key extends keyof Args>(
  declared: pulumi.Output<Guarded<Args>>,
  keys: readonly Key[],
): Pick<Args, Key> {
  const sound = declared.apply(({ normal, refused }) => {
    if (normal === undefined) throw new pulumi.RunError(`nothing was changed:\n${refused.join("\n")}`);
    return normal;
  }) as pulumi.Output<Args>;
  const properties = keys.map((key) => [key, sound.apply((args) => args[key as unknown as never])] as const);
  return Object.fromEntries(properties) as Pick<Args, Key>;
}
