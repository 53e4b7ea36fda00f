import { type Cidr, contains, formatCidr, isLinkLocal } from "../../net/ip.ts";
import type { Address, Facts, Link, Route } from "../facts.ts";
import { linkId, linksById } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";

/** Two ends of one cable whose addresses are of no common subnet, and no route leads from one to the other. */
export function strangeEnds({ links, addresses, routes }: Facts): Fault[] {
  const byId = linksById(links);
  const at = Map.groupBy(addresses, ({ scope, link }) => linkId(scope, link));
  const seen = new Set<string>();
  return links.flatMap((near) => {
    const [here, there] = [linkId(near.scope, near.name), near.peer ?? ""];
    const far = byId.get(there);
    if (!far || seen.has(there)) return [];
    seen.add(here);
    const ends = { near: at.get(here) ?? [], far: at.get(there) ?? [] };
    return ([4, 6] as const).flatMap((family) => {
      const of = (list: readonly Address[]) => list.filter((one) => isOf(one, family));
      const [mine, theirs] = [of(ends.near), of(ends.far)];
      const [first] = mine;
      if (!first || theirs.length === 0 || near.bridge || far.bridge) return [];
      const reaches =
        mine.some((one) => theirs.some((other) => meets(one, other))) ||
        leads(routes, near, theirs) ||
        leads(routes, far, mine);
      return reaches ? [] : [strange(first, theirs)];
    });
  });
}

function isOf({ cidr }: Address, family: 4 | 6): boolean {
  return cidr.family === family && !isLinkLocal(cidr);
}

function meets(one: Address, other: Address): boolean {
  return contains(one.peer ?? one.cidr, other.cidr) || contains(other.peer ?? other.cidr, one.cidr);
}

/** A route by the interface itself, without a next hop. */
function leads(routes: readonly Route[], { scope, name }: Link, addresses: readonly { cidr: Cidr }[]): boolean {
  return routes.some(
    ({ scope: at, dev, via, to }) =>
      at === scope && dev === name && !via && addresses.some(({ cidr }) => to === undefined || contains(to, cidr)),
  );
}

function strange({ path, cidr }: Address, others: readonly Address[]): Fault {
  const there = others.map((other) => `${formatCidr(other.cidr)} at ${formatPath(other.path)}`).join(", ");
  return {
    path,
    value: formatCidr(cidr),
    rule: `the other end of the cable has no address of the same subnet, only ${there}: neither end reaches the other`,
    fix: "take addresses of one subnet for both ends, or declare a route by this interface to the other end's address",
  };
}
