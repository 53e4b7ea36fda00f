import { bridgeName } from "../../../engine/bridge-name.ts";
import type { Engine } from "../../../engine/client.ts";
import { isHere } from "../../../engine/here.ts";
import type { NetworkInspect } from "../../../engine/types.ts";
import { run } from "../../../system/process.ts";

/** A network's bridge as the kernel has it, which the engine does not look at again once it has made it. */
export interface KernelBridge {
  name: string;
  present: boolean;
  /** Addresses without prefix. */
  addresses: string[];
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
