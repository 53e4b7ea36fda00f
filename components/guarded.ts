import * as pulumi from "@pulumi/pulumi";
import { Invalid } from "../net/invalid.ts";

/**
 * Runs a conversion of a component's arguments, so that a value that means nothing is told as the component's fault.
 * What only the whole document shows, the provider's own check tells.
 *
 * @throws {pulumi.RunError} naming the component, the value, the rule and the fix
 */
export function guarded<T>(component: string, name: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (error instanceof Invalid) throw new pulumi.RunError(`${component} "${name}": ${error.message}`);
    throw error;
  }
}
