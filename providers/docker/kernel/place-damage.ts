import type { Endpoint } from "../../../engine/types.ts";
import { contains, parseIp, parseNetwork } from "../../../net/ip.ts";
import { plainIp } from "../values.ts";
import type { Damage } from "./damage.ts";
import type { Inside, InsideRoute } from "./inside.ts";
import type { Kernel, Link } from "./kernel.ts";

/** A running container's place on a network, as the engine has it. */
export interface Place {
  network: string;
  endpoint: Endpoint;
  /** Of a bridge network. */
  bridge?: string;
  /** Of its wires, likewise. */
  mtu?: number;
  /** Whether the container's default route leads there. */
  gateway: boolean;
}

/** What is no longer there of a container's place on a network; a new connection has all of it again. Pure. */
export function placeDamage(place: Place, inside: Inside, kernel: Kernel): Damage[] {
  const { network, endpoint } = place;
  const given = addressesOf(endpoint);
  const held = inside.addresses.map(plainIp);
  const lost = given.filter((ip) => !held.includes(plainIp(ip)));
  if (lost.length > 0) return lost.map((ip) => ({ what: `${plainIp(ip)} of network ${network} is missing inside` }));
  const [wayless] = given.filter((ip) => !routeTo(ip, inside));
  if (wayless !== undefined) return [{ what: `its interface on network ${network} ${withoutWay(wayless, endpoint)}` }];
  const connected = connectedRoute(endpoint, inside);
  const cut = connected ? cutOff(place, connected.dev, inside, kernel) : [];
  if (cut.length > 0) return cut;
  return [...(connected ? wireDamage(place, connected, inside, kernel) : []), ...defaultDamage(place, inside)];
}

/** What the engine gave it there, IPv4 before IPv6. */
function addressesOf({ IPAddress, GlobalIPv6Address }: Endpoint): string[] {
  return [IPAddress, GlobalIPv6Address].flatMap((ip) => (ip ? [ip] : []));
}

/** An interface that is down has no address of IPv6. */
function withoutWay(ip: string, { IPAddress }: Endpoint): string {
  return ip === IPAddress ? "is down, or has lost its route" : "has lost its route of IPv6";
}

/** What both ends of its wire are set to. Of interfaces that lie on one of the host's nothing is known. */
function wireDamage({ network, bridge, mtu, endpoint }: Place, route: InsideRoute, inside: Inside, kernel: Kernel) {
  const { IPPrefixLen, GlobalIPv6PrefixLen, MacAddress: mac = "" } = endpoint;
  const { dev, family } = route;
  const link = inside.links[dev];
  const own = parseNetwork(route.to).prefix === (family === 4 ? IPPrefixLen : GlobalIPv6PrefixLen);
  if (bridge === undefined || mtu === undefined || !link || !own) return [];
  const found: Damage[] = [];
  const about = `its interface ${dev} on network ${network} has`;
  if (link.mtu !== mtu) found.push({ what: `${about} MTU ${link.mtu}, not ${mtu}`, set: { dev, mtu } });
  if (mac !== "" && link.mac !== mac.toLowerCase())
    found.push({ what: `${about} the MAC address ${link.mac}, not ${mac.toLowerCase()}`, set: { dev, mac } });
  const ends = farEnds(dev, inside, kernel).filter(({ master }) => master === bridge);
  // Where several could be it, one that is right is enough.
  const [end] = ends.some((one) => (one.mtu ?? mtu) === mtu) ? [] : ends;
  if (end) found.push({ what: `its port ${end.name} of bridge ${bridge} has MTU ${end.mtu}, not ${mtu}` });
  return found;
}

/** By what a container is on a network: the route of its address there, of IPv4 where it has one. */
export function connectedRoute(endpoint: Endpoint, inside: Inside): InsideRoute | undefined {
  const [first] = addressesOf(endpoint);
  return first === undefined ? undefined : routeTo(first, inside);
}

/** The most specific route, but the default one, that leads to the address. */
function routeTo(ip: string, { routes }: Inside): InsideRoute | undefined {
  const leading = routes.filter(({ to }) => to !== "default" && contains(parseNetwork(to), parseIp(ip)));
  return leading.sort((a, b) => parseNetwork(b.to).prefix - parseNetwork(a.to).prefix)[0];
}

/** Where several interfaces could be the host's end of its wire, one that is right is enough. */
function cutOff({ network, bridge }: Place, dev: string, inside: Inside, kernel: Kernel): Damage[] {
  if (bridge === undefined || inside.indexes[dev] === undefined) return [];
  const ends = farEnds(dev, inside, kernel);
  if (ends.some(({ master, up }) => master === bridge && up)) return [];
  const ours = ends.find(({ master }) => master === bridge);
  if (ours) return [{ what: `its port ${ours.name} of bridge ${bridge} is down` }];
  return [{ what: `no port of bridge ${bridge} leads to its interface on network ${network}` }];
}

/**
 * What may be the host's end of its wire: each end has the other's number. Since 28.0 the engine makes interfaces inside,
 * where all have the same numbers; whose own number cannot be seen is found by that of the other alone.
 */
function farEnds(dev: string, { indexes, links }: Inside, kernel: Kernel): Link[] {
  const number = links[dev]?.peer;
  return kernel.links.filter(({ index, peer }) => peer === indexes[dev] && (number === undefined || index === number));
}

/** Any default route will do: one by another way is a decision. */
function defaultDamage({ network, endpoint, gateway }: Place, { routes }: Inside): Damage[] {
  if (!gateway) return [];
  const families: [4 | 6, string | undefined][] = [
    [4, endpoint.Gateway],
    [6, endpoint.IPv6Gateway],
  ];
  return families.flatMap(([wanted, by]) => {
    if (!by || routes.some(({ family, to }) => family === wanted && to === "default")) return [];
    return [{ what: `its default route by ${by} of network ${network} is missing` }];
  });
}
