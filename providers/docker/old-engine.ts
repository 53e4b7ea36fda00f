import { older } from "../../engine/api-version.ts";
import type { Fault, Path } from "../../validation/fault.ts";
import type { Context } from "./resource.ts";

/** The first release of Docker Engine that speaks a version of the API. */
const RELEASES = { "1.41": "20.10", "1.42": "23.0", "1.44": "25.0", "1.45": "26.0", "1.48": "28.0" } as const;

type Api = keyof typeof RELEASES;

/** An input that not every engine knows. */
export interface Demand {
  path: Path;
  needs: Api;
}

/** None where it is not used. */
export function demand(used: unknown, path: Path, needs: Api): Demand[] {
  return used ? [{ path, needs }] : [];
}

/** Those that the engine at hand is too old for; it would drop them without a word. It is asked only where there are any. */
export async function tooOldFor(demands: readonly Demand[], { engine }: Context): Promise<Fault[]> {
  if (demands.length === 0) return [];
  const api = await engine.version();
  return demands
    .filter(({ needs }) => older(api, needs))
    .map(({ path, needs }) => ({
      path,
      rule: `needs Docker Engine ${RELEASES[needs]} (API ${needs}), and this one speaks API ${api}`,
      fix: "leave it out, or update the engine",
    }));
}
