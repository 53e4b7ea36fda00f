import { few } from "../../net/few.ts";
import { type Cidr, formatCidr, isLinkLocal, network, overlap, width } from "../../net/ip.ts";
import { type Facts, linkId } from "../facts.ts";
import { type Fault, formatPath, isElsewhere, type Path } from "../fault.ts";
import { segmentsOf } from "./frames.ts";
import { domainsOf } from "./masters.ts";

interface Net {
  path: Path;
  cidr: Cidr;
  /** Subnets of one owner may overlap: a segment may have several, and two links in it. */
  owner: string;
  /** Which address it is of; none for a network's. */
  address?: bigint;
}

/** Two subnets of different owners, as they stand in the declaration. */
interface Clash {
  wide: Net;
  inner: Net;
  later: Net;
  first: Net;
}

/** No two segments that a scope, or a VRF of it, has a part in hold the same addresses: it would reach only one of them. */
export function overlaps({ links, addresses, networks }: Facts): Fault[] {
  const [segment, domain] = [segmentsOf(links), domainsOf(links)];
  const scopes = new Map<string, Net[]>();
  const add = (scope: string, net: Net) => {
    if (isLinkLocal(net.cidr)) return;
    const nets = scopes.get(scope);
    if (nets) nets.push(net);
    else scopes.set(scope, [net]);
  };
  for (const { scope, link, cidr, path } of addresses)
    if (cidr.prefix < width(cidr.family))
      add(domain(scope, link), { path, cidr, owner: segment(linkId(scope, link)), address: cidr.value });
  for (const { name, driver, subnets, ownPool } of networks) {
    for (const { cidr, path } of ownPool ? [] : subnets) {
      const net = { path, cidr, owner: `network ${name}` };
      // Docker routes bridges through the host; the others bypass it.
      if (driver === "bridge") add("host", net);
      add(driver === "overlay" ? "Docker's swarm" : "Docker's pool", net);
    }
  }
  return told(onceAPair([...scopes.values()].flatMap(clashes)));
}

/** Of two segments it is told once, not again in every scope that has a part in both. */
function onceAPair(all: readonly Clash[]): Clash[] {
  const pairs = new Set<string>();
  return all.filter(({ wide, inner }) => {
    const pair = JSON.stringify([wide.owner, inner.owner].sort());
    return !pairs.has(pair) && pairs.add(pair);
  });
}

/** One that holds several, which do not overlap among themselves, is what is wrong; else it is the later of two. */
function told(all: readonly Clash[]): Fault[] {
  return [...Map.groupBy(all, ({ wide }) => wide)].flatMap(([wide, group]) => {
    const inner = group.map((clash) => clash.inner);
    const apart = inner.every((net, i) => i === 0 || !overlap(network(inner[i - 1]!.cidr), network(net.cidr)));
    if (inner.length > 1 && apart && !isElsewhere(wide.path)) return [fault(wide, inner)];
    return group.map(({ later, first }) => fault(later, [first]));
  });
}

/** Sorted by first address, a subnet can only overlap what is still open: no pair by pair. */
function clashes(nets: Net[]): Clash[] {
  const sorted = nets.map((net, order) => ({ ...net, order, base: network(net.cidr) }));
  sorted.sort(
    (a, b) => a.base.family - b.base.family || compare(a.base.value, b.base.value) || a.cidr.prefix - b.cidr.prefix,
  );
  const found: Clash[] = [];
  let open: typeof sorted = [];
  for (const net of sorted) {
    open = open.filter(({ base }) => overlap(base, net.base));
    // One address twice is a fault of its own.
    const other = open.find(
      ({ owner, address }) => owner !== net.owner && (address === undefined || address !== net.address),
    );
    const [later, first] = other && other.order < net.order ? [net, other] : [other, net];
    if (other && later && first) found.push({ wide: other, inner: net, later, first });
    open.push(net);
  }
  return found;
}

/** Longer lists say no more. */
const SHOWN = 5;

function fault({ path, cidr }: Net, others: readonly Net[]): Fault {
  const names = others.map((other) => `${textOf(other)} of ${formatPath(other.path)}`);
  const what = others.length > 1 ? "only one of each two" : "only one of them";
  return {
    path,
    value: textOf({ cidr }),
    rule: `overlaps ${few(names, SHOWN)}: ${what} would be reached`,
    fix: "take another subnet",
  };
}

function textOf({ cidr }: Pick<Net, "cidr">): string {
  return formatCidr(network(cidr));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
