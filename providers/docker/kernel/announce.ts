import { isHere } from "../../../engine/here.ts";
import type { ContainerInspect } from "../../../engine/types.ts";
import type { Context } from "../resource.ts";
import { readInside, runInside } from "./inside.ts";
import { connectedRoute } from "./place-damage.ts";

/** Notes under which MAC addresses neighbours know the addresses that a container gives up. */
export function noteMacs({ session }: Context, { NetworkSettings }: ContainerInspect): void {
  for (const [network, { IPAddress, MacAddress }] of Object.entries(NetworkSettings.Networks ?? {}))
    if (IPAddress && MacAddress) session.macs.set(`${network} ${IPAddress}`, MacAddress);
}

/**
 * Tells the neighbours of a container that an address has come to another MAC: they would send to the old one for half a
 * minute. Engines since 28.0 tell them too; here the container's own kernel does, when its interface gets the same MAC
 * address again while it is to announce such changes.
 */
export async function announceMacs(context: Context, { Id, State, NetworkSettings }: ContainerInspect): Promise<void> {
  const moved = Object.entries(NetworkSettings.Networks ?? {}).filter(([network, { IPAddress, MacAddress }]) => {
    const known = context.session.macs.get(`${network} ${IPAddress}`);
    return known !== undefined && known !== MacAddress;
  });
  if (moved.length === 0 || !State.Running || !(await isHere(context.engine))) return;
  const inside = await readInside(Id, State.Pid);
  for (const [, { IPAddress = "", MacAddress = "" }] of moved) {
    const dev = inside && connectedRoute(IPAddress, inside)?.dev;
    if (dev !== undefined) await announce(State.Pid, dev, MacAddress);
  }
}

/** Sets an interface's MAC address inside, and tells the neighbours. */
export async function announce(pid: number, dev: string, mac: string): Promise<void> {
  const within = (...argv: string[]) => runInside(pid, ...argv);
  // A dot in an interface's name is a slash in the name of its settings.
  const setting = `net/ipv4/conf/${dev}/arp_notify`;
  const before = (await within("sysctl", "-n", setting)).stdout.trim() || "0";
  await within("sysctl", "-q", "-w", `${setting}=1`);
  await within("ip", "link", "set", "dev", dev, "address", mac);
  await within("sysctl", "-q", "-w", `${setting}=${before}`);
}
