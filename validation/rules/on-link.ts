import { type Cidr, contains, formatCidr, type Ip, isLinkLocal, isSame } from "../../net/ip.ts";
import { TABLES } from "../../net/route-table.ts";
import type { Address, Facts, Scope } from "../facts.ts";
import { domainsOf, domainsOfTables } from "./masters.ts";

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

/** Who asks: a scope, by one of its interfaces or tables where that is known. */
interface Asking {
  scope: string;
  dev?: string | undefined;
  table?: number;
}

/** Looks at a scope from the inside, by what is declared of it; of a VRF at what is in it. */
export function onLink({ scopes, addresses, routes, links, damaged }: Facts): (asking: Asking) => OnLink {
  const [ofLink, ofTable] = [domainsOf(links), domainsOfTables(links)];
  const domainOf = ({ scope, dev, table }: Asking) =>
    dev === undefined ? ofTable(scope, table ?? TABLES.main) : ofLink(scope, dev);
  const addressesOf = Map.groupBy(addresses, ({ scope, link }) => ofLink(scope, link));
  const direct = Map.groupBy(
    routes.filter(({ via, to }) => via === undefined && to !== undefined),
    domainOf,
  );
  const byName = new Map(scopes.map((scope) => [scope.name, scope]));
  const views = new Map<string, OnLink>();
  return (asking) => {
    const domain = domainOf(asking);
    const known = views.get(domain);
    if (known) return known;
    const ways = (direct.get(domain) ?? []).map(({ to }) => to!);
    const view = viewOf(byName.get(asking.scope), domain, addressesOf.get(domain) ?? [], ways, damaged);
    views.set(domain, view);
    return view;
  };
}

function viewOf(
  scope: Scope | undefined,
  domain: string,
  addresses: readonly Address[],
  direct: readonly Cidr[],
  damaged: Facts["damaged"],
): OnLink {
  // Where links are declared elsewhere too, or some are unreadable, only what is there can be told.
  const complete =
    scope?.closed === true && !damaged([...scope.path, "links"]) && !damaged([...scope.path, "loopback"]);
  return {
    reaches(ip, dev) {
      if (isLinkLocal(ip)) return true;
      const near = addresses.filter(({ link }) => dev === undefined || link === dev);
      if ([...near.map(({ cidr, peer }) => peer ?? cidr), ...direct].some((net) => contains(net, ip))) return true;
      const told = near.some(({ cidr }) => cidr.family === ip.family) && dev !== undefined;
      return complete || told ? false : undefined;
    },
    owns: (ip) => addresses.some(({ cidr }) => isSame(cidr, ip)),
    subnet: (ip) => addresses.find(({ cidr }) => contains(cidr, ip))?.cidr,
    list: () => {
      if (addresses.length === 0) return `${domain} has no address`;
      return `${domain} has ${addresses
        .map(({ cidr }) => formatCidr(cidr))
        .slice(0, 8)
        .join(", ")}`;
    },
  };
}
