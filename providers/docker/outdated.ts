import type { Difference } from "./difference.ts";
import type { Context, Resource } from "./resource.ts";
import type { Values } from "./values.ts";

/** Outputs to be read again, as differences: everything that was made of them follows. */
export function outdatedOutputs<Live>(
  resource: Resource<Live>,
  { session }: Context,
  live: Live,
  before: Values,
  recorded: Values,
): Difference[] {
  const names = resource.outdated?.(live, before, recorded, session) ?? [];
  return names.map((path) => ({
    ...{ path, want: undefined, have: recorded[path] },
    ...{ kind: "update", change: "update", output: true },
  }));
}

/** Nothing else of a preview tells why such an object is there. */
export function changingSentence(outdated: readonly Difference[]): string[] {
  const names = outdated.map(({ path }) => path).join(", ");
  return names === "" ? [] : [`this update changes what it stands on, and with that its ${names}`];
}
