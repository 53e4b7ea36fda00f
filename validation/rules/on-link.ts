import { type Cidr, contains, formatCidr, type Ip } from "../../net/ip.ts";
import type { Address, Facts, Scope } from "../facts.ts";
import { isLinkLocal } from "./segments.ts";

/** What a scope reaches without a next hop. */
export interface OnLink {
  /** True where a machine of this address can be asked directly; undefined where that cannot be told. */
  reaches(ip: Ip, dev: string | undefined): boolean | undefined;
  /** Whether the scope itself has the address. */
  owns(ip: Ip): boolean;
  /** The subnet that the address lies in. */
  subnet(ip: Ip): Cidr | undefined;
  /** The scope's addresses, for a message. */
  list(): string;
}

/** Looks at a scope from the inside, by what is declared of it. */
export function onLink({ scopes, addresses, routes, damaged }: Facts): (scope: string) => OnLink {
  const addressesOf = Map.groupBy(addresses, ({ scope }) => scope);
  const direct = Map.groupBy(
    routes.filter(({ via, to }) => via === undefined && to !== undefined),
    ({ scope }) => scope,
  );
  const byName = new Map(scopes.map((scope) => [scope.name, scope]));
  const views = new Map<string, OnLink>();
  return (name) => {
    const known = views.get(name);
    if (known) return known;
    const view = viewOf(
      byName.get(name),
      addressesOf.get(name) ?? [],
      (direct.get(name) ?? []).map(({ to }) => to!),
      damaged,
    );
    views.set(name, view);
    return view;
  };
}

function viewOf(
  scope: Scope | undefined,
  addresses: readonly Address[],
  direct: readonly Cidr[],
  damaged: Facts["damaged"],
): OnLink {
  // Where links are declared elsewhere too, or some are unreadable, only what is there can be told.
  const complete =
    scope?.closed === true && !damaged([...scope.path, "links"]) && !damaged([...scope.path, "loopback"]);
  return {
    reaches(ip, dev) {
      if (isLinkLocal(ip.value, ip.family)) return true;
      const near = addresses.filter(({ link }) => dev === undefined || link === dev);
      if ([...near.map(({ cidr, peer }) => peer ?? cidr), ...direct].some((net) => contains(net, ip))) return true;
      const told = near.some(({ cidr }) => cidr.family === ip.family) && dev !== undefined;
      return complete || told ? false : undefined;
    },
    owns: (ip) => addresses.some(({ cidr }) => cidr.family === ip.family && cidr.value === ip.value),
    subnet: (ip) => addresses.find(({ cidr }) => contains(cidr, ip))?.cidr,
    list: () => {
      if (addresses.length === 0) return `${scope?.name} has no address`;
      return `${scope?.name ?? "the host"} has ${addresses
        .map(({ cidr }) => formatCidr(cidr))
        .slice(0, 8)
        .join(", ")}`;
    },
  };
}
