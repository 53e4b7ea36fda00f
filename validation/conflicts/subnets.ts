import { type Cidr, contains, formatCidr, network, overlap, parseCidr } from "../../net/ip.ts";
import type { HostRoute } from "../../net/route-line.ts";
import type { Fault, Path } from "../fault.ts";
import { isOwn, type World } from "./world.ts";

/** A subnet that a Docker network would take. */
export interface SubnetClaim {
  path: Path;
  network: string;
  cidr: Cidr;
  /** Whether the host gets a route to it: those of macvlan and ipvlan are the LAN's own, and pass the host by. */
  bridge: boolean;
}

/** Subnets that a network of the engine has already, whoever made it, or that a route of the host leads to. */
export function subnetFaults(claims: readonly SubnetClaim[], world: World): Fault[] {
  return claims.flatMap((claim) => networkFault(claim, world) ?? routeFault(claim, world) ?? []);
}

/** The engine gives an address out once, across bridge, macvlan and ipvlan: its "Pool overlaps", with the name. */
function networkFault({ path, network, cidr }: SubnetClaim, { networks, stack }: World): Fault | undefined {
  for (const { name, owner, subnets } of networks) {
    const other = name === network || isOwn(stack, owner) ? undefined : subnets.find((one) => overlap(one, cidr));
    if (!other) continue;
    const rule = `overlaps ${formatCidr(other)} of the Docker network "${name}", which this stack did not make`;
    return { path, value: formatCidr(cidr), rule, fix: "take another subnet, or remove that network" };
  }
  return undefined;
}

function routeFault({ path, network, cidr, bridge }: SubnetClaim, world: World): Fault | undefined {
  const former = world.networks.find(({ name }) => name === network)?.bridge ?? "";
  const stays = (one: HostRoute) => !one.devices.includes(former) && isForeign(one, world);
  const route = bridge ? world.routes.find((one) => inTheWay(one, cidr) && stays(one)) : undefined;
  if (!route) return undefined;
  const narrower = route.to.prefix > cidr.prefix;
  const lost = narrower
    ? `the host would reach no container in ${formatCidr(route.to)}`
    : "what the host reaches that way it would look for among the containers";
  const rule = `overlaps a route of the host, ${route.text}: ${lost}`;
  return { path, value: formatCidr(cidr), rule, fix: "take another subnet, or remove the route" };
}

/** A route to all of these is a default route by another name: what is private, what is public, and halves of it all. */
const WHOLES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fd00::/8"].map(
  parseCidr,
);
const PUBLIC6 = parseCidr("2000::/3");

/**
 * Which routes a Docker network's subnet must not overlap, be it equal, inside or around. By longest prefix a subnet
 * inside a wider route works, and takes what lies there away from the host, in silence; so the engine, when it chooses
 * subnets by itself, stays clear of every on-link route, wider or not (moby, libnetwork/netutils, InferReservedNetworks).
 * It does so for on-link ones alone since VPNs route half the world (moby#42598): OpenVPN's `redirect-gateway def1` is
 * 0.0.0.0/1 and 128.0.0.0/1. Here routes by a router count as well, because a VPN's 172.30.0.0/24 by way of one is as
 * lost, save for those that lead to a whole private range (RFC 1918, 6598, 4193): every lab lies in one of these.
 */
function inTheWay({ to, routed }: HostRoute, cidr: Cidr): boolean {
  if (!overlap(to, cidr)) return false;
  if (to.prefix >= cidr.prefix) return true;
  const isWider = (whole: Cidr) => contains(to, whole) && to.prefix <= whole.prefix;
  if (to.prefix <= 1 || isWider(PUBLIC6)) return false;
  return !(routed && WHOLES.some(isWider));
}

/** An address that the host would have, with the network that becomes reachable by its interface. */
export interface AddressClaim {
  path: Path;
  cidr: Cidr;
  /** Interfaces of the same document: what their routes are today, the update decides. */
  document: readonly string[];
}

/**
 * Networks of raw interfaces that are, to the bit, where a route of the host leads already. Only these: of equal
 * prefixes the kernel takes the lower metric, and for a fresh address that is 0, so everything that went the other way
 * is lost at once. A wider or narrower one is how routing is done by hand: a lab of 10.10.0.0/24 beside a VPN's
 * 10.0.0.0/8, a VPN's host route inside a lab; the longest prefix wins (RFC 1812, 5.2.4.3), as whoever wrote it knows.
 */
export function addressFaults(claims: readonly AddressClaim[], world: World): Fault[] {
  return claims.flatMap(({ path, cidr, document }): Fault[] => {
    const same = ({ to }: HostRoute) => formatCidr(to) === formatCidr(network(cidr));
    const elsewhere = ({ devices }: HostRoute) => !devices.some((device) => document.includes(device));
    const route = world.routes.find((one) => same(one) && elsewhere(one) && isForeign(one, world));
    if (!route) return [];
    const rule = `the host has a route to the same network, ${route.text}: only one of them would be used`;
    return [{ path, value: formatCidr(cidr), rule, fix: "take another subnet, or remove the route" }];
  });
}

/** The routing protocol of our documents' routes: see providers/host/mark.ts. */
const OURS = / proto 205(?= |$)/;

/**
 * Not the way to a network of this stack, nor by an interface of this stack: the same update may move them. A
 * document's route by somebody else's interface may be this stack's too, so it does not count.
 */
function isForeign({ devices, text }: HostRoute, { stack, networks, aliases }: World): boolean {
  const theirs = networks.filter(({ bridge }) => bridge !== undefined && devices.includes(bridge));
  if (theirs.some(({ owner }) => isOwn(stack, owner))) return false;
  const marks = devices.flatMap((device) => aliases[device] ?? []).filter((alias) => alias.startsWith("bridgework:"));
  return marks.length > 0 ? !marks.some((mark) => isOwn(stack, mark)) : !OURS.test(text);
}
