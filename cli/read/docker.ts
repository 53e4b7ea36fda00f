import { existsSync } from "node:fs";
import type { Endpoint } from "../../engine/types.ts";
import { containerOf } from "../../net/scope.ts";

/** What the views know of an engine: names for what the kernel knows by ids. */
export interface Docker {
  networks: DockerNetwork[];
  /** Running ones, those with a network of their own before those that share one. */
  containers: DockerContainer[];
}

export interface DockerNetwork {
  name: string;
  id: string;
  driver: string;
  /** The interface that stands for it on the host, where there is one. */
  bridge?: string;
}

export interface DockerContainer {
  name: string;
  id: string;
  /** Its addresses, without prefix, and the name of the network that each is in. */
  addresses: Record<string, string>;
}

/** Milliseconds for each answer: names are a help, and a view does not wait long for them. */
const LIMITS = { start: 0, call: 5000 };

export const NO_DOCKER: Docker = { networks: [], containers: [] };

/**
 * Asks this machine's engine for names. A machine without one has none, which is no news; an engine that is there and
 * does not answer is told to `note`, and the views do without it.
 */
export async function readDocker(env: NodeJS.ProcessEnv, note: (text: string) => void): Promise<Docker> {
  try {
    const { resolveEndpoint } = await import("../../engine/endpoint.ts");
    const endpoint = resolveEndpoint({}, env);
    const socket = endpoint.host.startsWith("unix://") ? endpoint.host.slice("unix://".length) : undefined;
    if (socket !== undefined && !existsSync(socket)) return NO_DOCKER;
    if (socket === undefined) {
      note(`no names of containers: Docker Engine at ${endpoint.host} (${endpoint.source}) may be on another machine`);
      return NO_DOCKER;
    }
    const { Engine } = await import("../../engine/client.ts");
    const engine = new Engine(endpoint, LIMITS);
    await engine.version();
    const [networks, containers] = await Promise.all([
      engine.get<ListedNetwork[]>("/networks"),
      engine.get<ListedContainer[]>("/containers/json"),
    ]);
    return { networks: networks.map(network), containers: inOrder(containers).map(container) };
  } catch (error) {
    note(`no names of containers: ${error instanceof Error ? error.message : error}`);
    return NO_DOCKER;
  }
}

interface ListedNetwork {
  Name: string;
  Id: string;
  Driver: string;
  Options: Record<string, string> | null;
}

interface ListedContainer {
  Id: string;
  Names: string[] | null;
  HostConfig?: { NetworkMode?: string };
  NetworkSettings?: { Networks?: Record<string, Endpoint> | null };
}

function network({ Name, Id, Driver, Options }: ListedNetwork): DockerNetwork {
  // Docker Engine names a bridge after its network's id unless it was told a name.
  const given = Options?.["com.docker.network.bridge.name"];
  const bridge = given ?? (Driver === "bridge" ? `br-${Id.slice(0, 12)}` : undefined);
  return { name: Name, id: Id, driver: Driver, ...(bridge ? { bridge } : {}) };
}

function container(listed: ListedContainer): DockerContainer {
  const networks = Object.entries(listed.NetworkSettings?.Networks ?? {});
  const addresses = networks.flatMap(([name, { IPAddress, GlobalIPv6Address }]) =>
    [IPAddress, GlobalIPv6Address].filter((address) => address).map((address) => [address, name]),
  );
  return { name: nameOf(listed), id: listed.Id, addresses: Object.fromEntries(addresses) };
}

/** A container's own name has one slash; those with two are links from other containers. */
function nameOf({ Names, Id }: ListedContainer): string {
  const own = Names?.find((name) => name.lastIndexOf("/") === 0);
  return own?.slice(1) ?? Id.slice(0, 12);
}

function inOrder(containers: ListedContainer[]): ListedContainer[] {
  const shares = ({ HostConfig }: ListedContainer) =>
    containerOf(HostConfig?.NetworkMode ?? "") === undefined ? 0 : 1;
  return containers.toSorted((a, b) => shares(a) - shares(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
}
