import { readFile } from "node:fs/promises";
import type { ContainerInspect } from "../../../engine/types.ts";

/** Finds the first process of a running container; undefined when none of that name or id is running. */
export type FindPid = (container: string) => Promise<number | undefined>;

/** Milliseconds: an engine on this machine is there or not at once, but a busy machine can keep it from answering. */
const LIMITS = { start: 2000, call: 60_000 };

/**
 * Containers' processes as the Docker Engine of this machine tells them. The engine is asked anew every time, because
 * a restart gives a container another process and another network namespace; its client is loaded only for the first
 * question, so that a host without containers never pays for it.
 *
 * @param env where DOCKER_HOST and the docker CLI's contexts are looked for
 * @param proc the machine's /proc as this process sees it
 * @throws {EngineError} from the function returned, when the engine does not answer in time
 * @throws {Error} from the function returned, when the engine is on another machine or in another PID namespace
 * @example await containerPids(process.env)("web") // 4711
 */
export function containerPids(env: Record<string, string | undefined>, proc = "/proc"): FindPid {
  let client: ReturnType<typeof connect> | undefined;
  return async (name) => {
    client ??= connect(env);
    const { engine, containerNamed } = await client;
    const found = await containerNamed(engine, name);
    if (!found?.State.Running || found.State.Pid === 0) return undefined;
    await checkPid(name, found, proc);
    return found.State.Pid;
  };
}

async function connect(env: Record<string, string | undefined>) {
  const [{ Engine }, { containerNamed }, { resolveEndpoint }] = await Promise.all([
    import("../../../engine/client.ts"),
    import("../../../engine/lookup.ts"),
    import("../../../engine/endpoint.ts"),
  ]);
  const endpoint = resolveEndpoint({}, env);
  if (endpoint.host.startsWith("unix://")) return { engine: new Engine(endpoint, LIMITS), containerNamed };
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
