import { type Cidr, formatCidr, network, overlap, width } from "../../net/ip.ts";
import { type Facts, linkId } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { isLinkLocal, segmentsOf } from "./segments.ts";

interface Net {
  path: Path;
  cidr: Cidr;
  /** Subnets of one owner may overlap: a segment may have several, and two links in it. */
  owner: string;
}

/** No two segments that a scope has a part in hold the same addresses: it would reach only one of them. */
export function overlaps({ links, addresses, networks }: Facts): Fault[] {
  const segment = segmentsOf(links);
  const scopes = new Map<string, Net[]>();
  const add = (scope: string, net: Net) => {
    if (isLinkLocal(net.cidr.value, net.cidr.family)) return;
    const nets = scopes.get(scope);
    if (nets) nets.push(net);
    else scopes.set(scope, [net]);
  };
  for (const { scope, link, cidr, path } of addresses)
    if (cidr.prefix < width(cidr.family)) add(scope, { path, cidr, owner: segment(linkId(scope, link)) });
  for (const { name, driver, subnets, ownPool } of networks) {
    for (const { cidr, path } of ownPool ? [] : subnets) {
      const net = { path, cidr, owner: `network ${name}` };
      // Docker routes bridges through the host; the others bypass it.
      if (driver === "bridge") add("host", net);
      add(driver === "overlay" ? "Docker's swarm" : "Docker's pool", net);
    }
  }
  const told = new Set<Path>();
  return [...scopes.values()].flatMap(overlapping).filter(({ path }) => !told.has(path) && told.add(path));
}

/** Sorted by first address, a subnet can only overlap what is still open: no pair by pair. */
function overlapping(nets: Net[]): Fault[] {
  const sorted = nets.map((net, order) => ({ ...net, order, base: network(net.cidr) }));
  sorted.sort(
    (a, b) => a.base.family - b.base.family || compare(a.base.value, b.base.value) || a.cidr.prefix - b.cidr.prefix,
  );
  const faults: Fault[] = [];
  let open: typeof sorted = [];
  for (const net of sorted) {
    open = open.filter(({ base }) => overlap(base, net.base));
    const other = open.find(({ owner, cidr }) => owner !== net.owner && cidr.value !== net.cidr.value);
    if (other) faults.push(clash(...(other.order < net.order ? ([net, other] as const) : ([other, net] as const))));
    open.push(net);
  }
  return faults;
}

function clash(later: Net, first: Net): Fault {
  const [value, other] = [later, first].map(({ cidr }) => formatCidr(network(cidr)));
  return {
    path: later.path,
    value,
    rule: `overlaps ${other} of ${formatPath(first.path)}: only one of them would be reached`,
    fix: "take another subnet",
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
