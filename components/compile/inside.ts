import { containerScope } from "../../net/scope.ts";
import type { Container } from "../../topology/container.ts";
import { besideLinksOf, type Fragment, tidy } from "./fragment.ts";
import { linksJson } from "./link.ts";

/** The raw interfaces inside a container and what stands on them; undefined where it has none. */
export function compileInside(name: string, container: Container): Fragment | undefined {
  // Its sysctls are the engine's to set.
  const { sysctls: _, ...inside } = besideLinksOf(container);
  const scope = tidy({ links: linksJson(container.links), ...inside });
  return Object.keys(scope).length === 0 ? undefined : { [containerScope(name)]: scope };
}
