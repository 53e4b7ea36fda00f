import { isNamespace } from "../../../../../net/scope.ts";
import { listOf } from "../facts.ts";
import type { Inquiry, World } from "../inquiry.ts";
import { type LinkJson, linksOf } from "../links.ts";
import type { Side } from "../muted.ts";
import { type Tunnel, tunnelOf } from "./ends.ts";

/** The namespace that an interface was made in, by whose routes its packets go; undefined where that has no name. */
export function* homeOf(scope: string, { link_netnsid: id }: LinkJson): Inquiry<string | undefined> {
  if (id === undefined) return scope;
  const names = listOf<{ nsid: number; name?: string }>(yield { scope, argv: ["ip", "-j", "netns", "list-id"] });
  return names.find(({ nsid }) => nsid === id)?.name;
}

/** What a scope makes of an outer packet: the tunnel that takes it, why none does, or undefined where that is not known. */
export type Taken = Side | string | undefined;

/**
 * Asks the tunnels of a scope who takes a packet, and where none does those that have been moved from it to another one:
 * that takes long where there are many scopes.
 */
export function* takenAt(
  world: World,
  scope: string,
  kinds: ReadonlySet<string>,
  judge: (tunnels: readonly Tunnel[]) => Taken,
): Inquiry<Taken> {
  const links = yield* linksOf(scope);
  // Each scope has a loopback: none at all is none that could be read.
  if (links.length === 0) return undefined;
  const own = links.filter((link) => isOf(link, kinds) && link.link_netnsid === undefined);
  const tunnels = own.map((link) => tunnelOf(scope, link));
  const taken = judge(tunnels);
  if (typeof taken !== "string") return taken;
  const moved = yield* movedFrom(world, scope, kinds);
  return moved && judge([...tunnels, ...moved]);
}

/** Undefined where one was moved from a scope without a name, which this may be. */
function* movedFrom(
  { owners, missing }: World,
  scope: string,
  kinds: ReadonlySet<string>,
): Inquiry<Tunnel[] | undefined> {
  const found: Tunnel[] = [];
  for (const other of new Set(["host", ...[...owners.values()].flat()])) {
    if (other === scope || missing?.has(other)) continue;
    for (const link of (yield* linksOf(other)).filter((one) => isOf(one, kinds))) {
      const home = yield* homeOf(other, link);
      if (home === scope) found.push(tunnelOf(other, link));
      if (home === undefined && !isNamespace(scope)) return undefined;
    }
  }
  return found;
}

function isOf({ linkinfo }: LinkJson, kinds: ReadonlySet<string>): boolean {
  return kinds.has(linkinfo?.info_kind ?? "");
}
