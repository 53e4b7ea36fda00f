import * as pulumi from "@pulumi/pulumi";
import type { Checked } from "../topology/check-part.ts";
import { topologySchema } from "../topology/schema.ts";
import type { Fault, Path } from "../validation/fault.ts";
import { confidentialPlaces, takesSecrets } from "../validation/schema/confidential.ts";
import { secretFault } from "../validation/schema/plain-data.ts";
import { at } from "../validation/schema/prune.ts";

/** Which of a component's arguments are known later, and which may be secrets. */
type Waiting = Pick<Checked, "base" | "later" | "hidden">;

/**
 * The secrets among what is known later where none is taken, a fault each. That one is a secret is known before its text
 * is, in a preview as well.
 */
export function secretFaults(args: unknown, { base, later }: Omit<Waiting, "hidden">): pulumi.Output<Fault[]> {
  const places = confidentialPlaces(topologySchema);
  const found = later.map(async (path) => {
    if (takesSecrets(places, [...base, ...path])) return [];
    const isSecret = await pulumi.isSecret(pulumi.output(at(args, path) as pulumi.Input<string>));
    return isSecret ? [secretFault([...base, ...path], places)] : [];
  });
  return pulumi.output(Promise.all(found)).apply((faults) => faults.flat());
}

/**
 * Arguments when all is known, except what may be a secret: that stays an output by itself, so that it makes nothing
 * beside it secret.
 */
export function known(args: unknown, { hidden }: Waiting): pulumi.Output<unknown> {
  // Pulumi looks for outputs in every object, and in no function.
  const withheld = replaced(args, hidden, (value) => () => value);
  return (pulumi.output(withheld as object) as pulumi.Output<unknown>).apply((value) => {
    return replaced(value, hidden, (kept) => (typeof kept === "function" ? kept() : kept));
  });
}

/** A copy in which the values at some paths are others. */
function replaced(value: unknown, paths: readonly Path[], by: (value: unknown) => unknown): unknown {
  if (paths.some((path) => path.length === 0)) return by(value);
  if (paths.length === 0 || typeof value !== "object" || value === null) return value;
  const below = (key: string | number) => paths.filter(([step]) => step === key).map(([, ...rest]) => rest);
  if (Array.isArray(value)) return value.map((item, i) => replaced(item, below(i), by));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, below(key), by)]));
}
