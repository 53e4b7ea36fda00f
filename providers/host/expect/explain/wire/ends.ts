import { containerOf } from "../../../../../net/scope.ts";
import { listOf } from "../facts.ts";
import type { Inquiry, World } from "../inquiry.ts";
import { type LinkJson, linksOf } from "../links.ts";
import type { Side } from "../muted.ts";

/** An interface with what the kernel says of it. */
export interface Place extends Side {
  link: LinkJson;
}

/** An interface by its name, out of all of its scope: many of one are asked for. */
export function* placeOf({ scope, dev }: Side): Inquiry<Place | undefined> {
  const link = (yield* linksOf(scope)).find(({ ifname }) => ifname === dev);
  return link && { scope, dev, link };
}

/** The other end of a veth, or the interface that another lies on; undefined where it is in a namespace that is not known. */
export function* linkedTo({ owners, missing }: World, { scope, link }: Place): Inquiry<Place | undefined> {
  if (link.link !== undefined && link.link_netnsid === undefined) return yield* placeOf({ scope, dev: link.link });
  if (link.link_netnsid === undefined) return undefined;
  const name = yield* named(scope, link.link_netnsid);
  const containers = [...new Set([...owners.values()].flat())].filter(
    (one) => containerOf(one) !== undefined && !missing?.has(one),
  );
  // Neither the host nor a container has a name among namespaces.
  for (const other of name === undefined ? ["host", ...containers] : [name]) {
    if (other === scope) continue;
    const far = (yield* linksOf(other)).find(({ ifindex }) => ifindex === link.link_index);
    const isMutual = far?.linkinfo?.info_kind !== "veth" || far.link_index === link.ifindex;
    if (far && isMutual) return { scope: other, dev: far.ifname, link: far };
  }
  return undefined;
}

function* named(scope: string, id: number): Inquiry<string | undefined> {
  const names = listOf<{ nsid: number; name?: string }>(yield { scope, argv: ["ip", "-j", "netns", "list-id"] });
  return names.find(({ nsid }) => nsid === id)?.name;
}

/** Interfaces that lie on one, of some types: in its scope, and in one more where they may have been moved to. */
export function* lyingOn(parent: Place, kinds: ReadonlySet<string>, also: string): Inquiry<Place[]> {
  const { scope, dev, link } = parent;
  const found: Place[] = [];
  for (const there of new Set([scope, also]))
    for (const child of yield* linksOf(there)) {
      if (!kinds.has(child.linkinfo?.info_kind ?? "")) continue;
      const lies =
        child.link_netnsid === undefined
          ? there === scope && child.link === dev
          : there !== scope && child.link_index === link.ifindex && (yield* leadsTo(there, child.link_netnsid, scope));
      if (lies) found.push({ scope: there, dev: child.ifname, link: child });
    }
  return found;
}

/** Whether a number of a namespace is that of another: without a name it may be the host's. */
function* leadsTo(scope: string, id: number, other: string): Inquiry<boolean> {
  const name = yield* named(scope, id);
  return name === other || (name === undefined && other === "host");
}

/** Interfaces that belong to one: ports of a bridge, members of a bond. */
export function* belongingTo({ scope, dev }: Side): Inquiry<Place[]> {
  return (yield* linksOf(scope))
    .filter(({ master }) => master === dev)
    .map((link) => ({ scope, dev: link.ifname, link }));
}
