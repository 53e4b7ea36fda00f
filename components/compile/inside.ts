import { containerScope } from "../../net/scope.ts";
import type { Container } from "../../topology/container.ts";
import { besideLinksOf, type Fragment, tidy } from "./fragment.ts";
import { linksJson } from "./link.ts";

/**
 * The raw interfaces inside a container and what stands on them, and what is said of those that Docker made; undefined
 * where there is nothing.
 *
 * @param nameOf Docker's name of a network that it joins
 */
export function compileInside(
  name: string,
  container: Container,
  nameOf: (network: string) => string,
): Fragment | undefined {
  // Its sysctls are the engine's to set.
  const { sysctls: _, ...inside } = besideLinksOf(container);
  const shaped = Object.entries(container.networks).flatMap(([network, { shaping }]) =>
    shaping === undefined ? [] : [[nameOf(network), { shaping }]],
  );
  const networks = Object.fromEntries(shaped);
  const scope = tidy({ links: linksJson(container.links), ...inside, networks });
  return Object.keys(scope).length === 0 ? undefined : { [containerScope(name)]: scope };
}
