import { readFile } from "node:fs/promises";
import type { ContainerInspect } from "../../../engine/types.ts";
import { formatIp, parseIp } from "../../../net/ip.ts";

/** A running container, as its engine has it. */
export interface Found {
  pid: number;
  /** Somebody may have given it another one than it is declared with. */
  name: string;
  /** Its places on networks, that of its mode first, which is the one declared first; then by name. */
  places: readonly Place[];
}

export interface Place {
  network: string;
  /** Hardware address of the interface there; absent where the engine tells none, as of ipvlan. */
  mac?: string;
  addresses: readonly string[];
  /** Those of them that were asked for, and are not the engine's choice. */
  fixed: readonly string[];
}

/** Finds a running container; undefined when none of that name or id is running. */
export type FindContainer = (container: string) => Promise<Found | undefined>;

/** Milliseconds: an engine on this machine is there or not at once, but a busy machine can keep it from answering. */
const LIMITS = { start: 2000, call: 60_000 };

/**
 * Containers as the Docker Engine of this machine tells them. The engine is asked anew every time, because
 * a restart gives a container another process and another network namespace; its client is loaded only for the first
 * question, so that a host without containers never pays for it.
 *
 * @param env where DOCKER_HOST and the docker CLI's contexts are looked for
 * @param proc the machine's /proc as this process sees it
 * @throws {EngineError} from the function returned, when the engine does not answer in time
 * @throws {Error} from the function returned, when the engine is on another machine or in another PID namespace
 * @example (await engineContainers(process.env)("web"))?.pid // 4711
 */
export function engineContainers(env: Record<string, string | undefined>, proc = "/proc"): FindContainer {
  let client: ReturnType<typeof connect> | undefined;
  return async (name) => {
    client ??= connect(env);
    const { engine, containerNamed, plainName } = await client;
    const found = await containerNamed(engine, name);
    if (!found?.State.Running || found.State.Pid === 0) return undefined;
    await checkPid(name, found, proc);
    return { pid: found.State.Pid, name: plainName(found.Name), places: placesOf(found) };
  };
}

/** Its places on networks, in the order that `Found` has. */
export function placesOf({ HostConfig, NetworkSettings }: ContainerInspect): Place[] {
  const places = Object.entries(NetworkSettings.Networks ?? {}).filter(([, { EndpointID }]) => EndpointID);
  const rank = (name: string) => (name === HostConfig.NetworkMode ? 0 : 1);
  return places
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([network, { MacAddress, IPAddress, GlobalIPv6Address, IPAMConfig }]) => ({
      network,
      ...(MacAddress && { mac: MacAddress.toLowerCase() }),
      addresses: given(IPAddress, GlobalIPv6Address),
      fixed: given(IPAMConfig?.IPv4Address, IPAMConfig?.IPv6Address),
    }));
}

function given(...texts: (string | undefined)[]): string[] {
  return texts.flatMap((text) => (text ? [formatIp(parseIp(text))] : []));
}

async function connect(env: Record<string, string | undefined>) {
  const [{ Engine }, { containerNamed, plainName }, { resolveEndpoint }] = await Promise.all([
    import("../../../engine/client.ts"),
    import("../../../engine/lookup.ts"),
    import("../../../engine/endpoint.ts"),
  ]);
  const endpoint = resolveEndpoint({}, env);
  if (endpoint.host.startsWith("unix://")) return { engine: new Engine(endpoint, LIMITS), containerNamed, plainName };
  throw new Error(
    `Docker Engine at ${endpoint.host} (${endpoint.source}) is not known to be on this machine: the networks of its ` +
      "containers cannot be entered from here. Name its socket with DOCKER_HOST=unix:///var/run/docker.sock.",
  );
}

/**
 * A number alone could be any process, where the engine's socket was handed into another PID namespace: its cgroup
 * carries the container's id, whatever the cgroup driver.
 */
async function checkPid(name: string, { Id, State }: ContainerInspect, proc: string): Promise<void> {
  const cgroups = await readFile(`${proc}/${State.Pid}/cgroup`, "utf8").catch(() => "");
  if (cgroups.includes(Id)) return;
  throw new Error(
    `container "${name}": its engine calls its process ${State.Pid}, which is another one here or none: ` +
      "the engine runs in another PID namespace, so the container's network cannot be entered",
  );
}
