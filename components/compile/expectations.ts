import { type Goal, goalOf } from "../../net/goal.ts";
import { contains, parseCidr, parseIp } from "../../net/ip.ts";
import type { Expectation } from "../../net/schema/expectation.ts";
import type { Topology } from "../../topology/topology.ts";

/** Expectations by what they need: the raw network alone, or everything. */
export interface Divided {
  /** Part of the raw network's own transaction. */
  raw: Expectation[];
  /** Tried when the containers are there. */
  across: Expectation[];
}

/** Those that a container takes part in, by its name, its network's addresses or its published ports, come last. */
export function divided(topology: Topology): Divided {
  const docker = (expectation: Expectation) => concernsDocker(expectation, topology);
  const { expect } = topology;
  return { raw: expect.filter((one) => !docker(one)), across: expect.filter(docker) };
}

function concernsDocker(expectation: Expectation, { containers, networks }: Topology): boolean {
  if (expectation.from.startsWith("container:") || expectation.dns !== undefined) return true;
  // Names stay names: where they lead is found out when the packets are sent.
  const goal = goalOf(expectation, (name) => (Object.hasOwn(containers, name) ? `container:${name}` : name));
  if (hostOf(goal).startsWith("container:")) return true;
  const subnets = Object.values(networks).flatMap((network) => network.subnets.map(parseCidr));
  const ip = isAddress(hostOf(goal)) ? parseIp(hostOf(goal)) : undefined;
  if (ip && subnets.some((subnet) => contains(subnet, ip))) return true;
  const published = Object.values(containers).flatMap(({ publish }) => publish.map((entry) => entry.published));
  return published.some(({ first, last }) => "port" in goal && first <= goal.port && goal.port <= last);
}

function hostOf(goal: Goal): string {
  return goal.kind === "dns" ? goal.name : goal.host;
}

function isAddress(text: string): boolean {
  return /^[0-9.]+$/.test(text) || text.includes(":");
}
