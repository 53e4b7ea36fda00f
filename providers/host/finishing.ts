import type { dynamic } from "@pulumi/pulumi";
import { atWork, endWithParent } from "../../system/lifeline.ts";

/** The same methods: what one has begun it finishes, also where Pulumi is gone meanwhile. */
export function finishing<State>(methods: dynamic.ResourceProvider<State, State>): typeof methods {
  const finished = Object.entries(methods).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      endWithParent();
      return atWork(() => method(...args));
    },
  ]);
  return Object.fromEntries(finished) as typeof methods;
}
