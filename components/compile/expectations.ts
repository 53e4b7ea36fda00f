import { type Goal, goalOf } from "../../net/goal.ts";
import { contains, formatIp, parseCidr, parseIp } from "../../net/ip.ts";
import type { Expectation } from "../../net/schema/expectation.ts";
import { containerOf, containerScope } from "../../net/scope.ts";
import type { Address } from "../../topology/address.ts";
import type { Link } from "../../topology/link.ts";
import type { Topology } from "../../topology/topology.ts";

/** Expectations by what they need: the raw network alone, or everything. */
export interface Divided {
  /** Part of the raw network's own transaction. */
  raw: Expectation[];
  /** Tried when the containers are there. */
  across: Expectation[];
}

/**
 * Those that a container takes part in come last: by its name, by an address of its networks or of its own links, by a
 * published port, or by a port of the host that one in the host's network may listen on.
 */
export function divided(topology: Topology): Divided {
  const docker = (expectation: Expectation) => concernsDocker(expectation, topology);
  const { expect } = topology;
  return { raw: expect.filter((one) => !docker(one)), across: expect.filter(docker) };
}

function concernsDocker(expectation: Expectation, topology: Topology): boolean {
  if (containerOf(expectation.from) !== undefined || expectation.dns !== undefined) return true;
  const { containers } = topology;
  // Names stay names: where they lead is found out when the packets are sent.
  const goal = goalOf(expectation, (name) => (Object.hasOwn(containers, name) ? containerScope(name) : name));
  const host = hostOf(goal);
  if (containerOf(host) !== undefined || (isAddress(host) && belongsToContainers(host, topology))) return true;
  return "port" in goal && (isPublished(goal.port, topology) || mayBeOnHost(host, topology));
}

function belongsToContainers(address: string, { containers, networks }: Topology): boolean {
  const ip = parseIp(address);
  const subnets = Object.values(networks).flatMap((network) => network.subnets.map(parseCidr));
  const links = Object.values(containers).flatMap((container) => Object.values(container.links));
  return subnets.some((subnet) => contains(subnet, ip)) || links.some((link) => addressesOf(link).has(formatIp(ip)));
}

function isPublished(port: number, { containers }: Topology): boolean {
  const published = Object.values(containers).flatMap(({ publish }) => publish.map((entry) => entry.published));
  return published.some(({ first, last }) => first <= port && port <= last);
}

/** With a container in the host's network, a port of every address that is no namespace's may be that container's. */
function mayBeOnHost(host: string, { containers, namespaces }: Topology): boolean {
  if (!Object.values(containers).some(({ network }) => network === "host")) return false;
  const inside = Object.values(namespaces).flatMap(({ links, loopback }) => [...Object.values(links), loopback]);
  const elsewhere = isAddress(host) && inside.some((link) => near(link).has(formatIp(parseIp(host))));
  return !elsewhere && !Object.hasOwn(namespaces, host);
}

/** The addresses of both ends. */
export function addressesOf(link: Link): Set<string> {
  return new Set([...near(link), ...("peer" in link ? near(link.peer) : [])]);
}

function near({ addresses }: { addresses: readonly Address[] }): Set<string> {
  return new Set(addresses.map(({ address }) => formatIp(parseCidr(address))));
}

function hostOf(goal: Goal): string {
  return goal.kind === "dns" ? goal.name : goal.host;
}

function isAddress(text: string): boolean {
  return /^[0-9.]+$/.test(text) || text.includes(":");
}
