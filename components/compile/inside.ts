import { containerScope } from "../../net/scope.ts";
import type { Container } from "../../topology/container.ts";
import { type Fragment, tidy } from "./fragment.ts";
import { linkJson } from "./link.ts";

/** The raw interfaces, routes and neighbours inside a container; undefined where it has none. */
export function compileInside(name: string, container: Container): Fragment | undefined {
  const { links, routes, neighbours } = container;
  const json = Object.fromEntries(Object.entries(links).map(([link, declared]) => [link, linkJson(declared)]));
  const scope = tidy({ links: json, routes, neighbours });
  return Object.keys(scope).length === 0 ? undefined : { [containerScope(name)]: scope };
}
