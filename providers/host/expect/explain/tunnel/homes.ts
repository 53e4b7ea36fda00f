import { isNamespace } from "../../../../../net/scope.ts";
import { listOf } from "../facts.ts";
import type { Inquiry, World } from "../inquiry.ts";
import { type LinkJson, linksOf } from "../links.ts";
import { type Tunnel, tunnelOf } from "./ends.ts";

/** The namespace that an interface was made in, by whose routes its packets go; undefined where that has no name. */
export function* homeOf(scope: string, { link_netnsid: id }: LinkJson): Inquiry<string | undefined> {
  if (id === undefined) return scope;
  const names = listOf<{ nsid: number; name?: string }>(yield { scope, argv: ["ip", "-j", "netns", "list-id"] });
  return names.find(({ nsid }) => nsid === id)?.name;
}

/**
 * Tunnels that get the outer packets of a scope: its own, and those that have been moved from it to another one. Undefined
 * where there may be more of them: one was moved from a scope without a name, which this may be.
 */
export function* tunnelsAt(
  { owners, missing }: World,
  scope: string,
  kinds: ReadonlySet<string>,
): Inquiry<Tunnel[] | undefined> {
  const found: Tunnel[] = [];
  // Each scope has a loopback: none at all is none that could be read.
  if ((yield* linksOf(scope)).length === 0) return undefined;
  for (const other of new Set([scope, "host", ...owners.values()])) {
    if (missing?.has(other)) continue;
    for (const link of yield* linksOf(other)) {
      if (!kinds.has(link.linkinfo?.info_kind ?? "")) continue;
      const home = yield* homeOf(other, link);
      if (home === scope) found.push(tunnelOf(other, link));
      if (home === undefined && !isNamespace(scope)) return undefined;
    }
  }
  return found;
}
