import { isHere } from "../../../engine/here.ts";
import type { ContainerInspect, Endpoint } from "../../../engine/types.ts";
import type { Context } from "../resource.ts";
import { readInside, runInside } from "./inside.ts";
import { connectedRoute } from "./place-damage.ts";

/** Notes under which MAC addresses neighbours know the addresses that a container gives up. */
export function noteMacs({ session }: Context, { NetworkSettings }: ContainerInspect): void {
  for (const [network, { IPAddress, GlobalIPv6Address, MacAddress }] of Object.entries(NetworkSettings.Networks ?? {}))
    for (const address of [IPAddress, GlobalIPv6Address])
      if (address && MacAddress) session.macs.set(`${network} ${address}`, MacAddress);
}

/**
 * Tells the neighbours of a container that an address has come to another MAC: they would send to the old one for half a
 * minute. Engines since 28.0 tell them too; here the container's own kernel does, when its interface gets the same MAC
 * address again while it is to announce such changes.
 */
export async function announceMacs(context: Context, { Id, State, NetworkSettings }: ContainerInspect): Promise<void> {
  const moved = Object.entries(NetworkSettings.Networks ?? {}).filter(([name, one]) => isMoved(context, name, one));
  if (moved.length === 0 || !State.Running || !(await isHere(context.engine))) return;
  const inside = await readInside(Id, State.Pid);
  for (const [, endpoint] of moved) {
    const dev = inside && connectedRoute(endpoint, inside)?.dev;
    if (dev !== undefined) await announce(State.Pid, dev, endpoint.MacAddress ?? "");
  }
}

/**
 * Whether neighbours may know an address of it by another MAC. Engines before 28.0 make the MAC address of the IPv4
 * address: who has one now has the other; with an IPv6 address that the engine chose, anybody had it before, at any time.
 */
function isMoved({ session }: Context, network: string, { IPAddress, GlobalIPv6Address, MacAddress }: Endpoint) {
  if (!MacAddress) return false;
  const [four, six] = [IPAddress, GlobalIPv6Address].map((address) => session.macs.get(`${network} ${address}`));
  return (four !== undefined && four !== MacAddress) || (Boolean(GlobalIPv6Address) && six !== MacAddress);
}

/** Sets an interface's MAC address inside, and tells the neighbours, by ARP and by neighbour advertisements. */
export async function announce(pid: number, dev: string, mac: string): Promise<void> {
  const within = (...argv: string[]) => runInside(pid, ...argv);
  // A dot in an interface's name is a slash in the name of its settings.
  const settings = [`net/ipv4/conf/${dev}/arp_notify`, `net/ipv6/conf/${dev}/ndisc_notify`];
  const before = (await within("sysctl", "-e", "-n", ...settings)).stdout.trim().split("\n");
  const set = (values: readonly string[]) =>
    // A kernel without IPv6 has one of them.
    within("sysctl", "-e", "-q", "-w", ...settings.map((setting, i) => `${setting}=${values[i] || "0"}`));
  await set(["1", "1"]);
  await within("ip", "link", "set", "dev", dev, "address", mac);
  await set(before);
}
