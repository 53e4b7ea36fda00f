import { hostname, release } from "node:os";
import { run } from "../../../system/process.ts";
import type { Engine } from "../engine/engine.ts";
import type { Info, NetworkInspect } from "../engine/types.ts";

/** A network's bridge as the kernel has it, which the engine does not look at again once it has made it. */
export interface KernelBridge {
  name: string;
  present: boolean;
  /** Addresses without prefix. */
  addresses: string[];
}

/** The interface that the engine gives a bridge network. */
export function bridgeName(network: NetworkInspect): string {
  return network.Options?.["com.docker.network.bridge.name"] || `br-${network.Id.slice(0, 12)}`;
}

/** Reads the bridge; undefined where there is none to read: another driver, or an engine in another place. */
export async function readBridge(engine: Engine, network: NetworkInspect): Promise<KernelBridge | undefined> {
  if (network.Driver !== "bridge" || network.Scope !== "local" || !(await isHere(engine))) return undefined;
  const name = bridgeName(network);
  const shown = await run(["ip", "-j", "address", "show"], { timeout: 10_000 });
  if (shown.code !== 0) return undefined;
  const links = JSON.parse(shown.stdout) as { ifname: string; addr_info?: { local?: string }[] }[];
  const link = links.find(({ ifname }) => ifname === name);
  return { name, present: link !== undefined, addresses: (link?.addr_info ?? []).flatMap(({ local }) => local ?? []) };
}

const here = new WeakMap<Engine, Promise<boolean>>();

/**
 * Whether the engine's interfaces are those that this process sees. Only then does a missing bridge mean anything: a
 * rootless engine, Docker Desktop and a socket that was mounted into a container have them elsewhere.
 */
function isHere(engine: Engine): Promise<boolean> {
  const known = here.get(engine);
  if (known) return known;
  const asked = engine.endpoint.host.startsWith("unix://")
    ? engine.get<Info>("/info").then((info) => {
        const rootless = info.SecurityOptions?.some((option) => option.includes("rootless")) ?? false;
        return !rootless && info.Name === hostname() && info.KernelVersion === release();
      })
    : Promise.resolve(false);
  here.set(engine, asked);
  return asked;
}
