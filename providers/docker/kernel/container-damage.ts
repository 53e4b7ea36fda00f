import { bridgeName } from "../../../engine/bridge-name.ts";
import { networkOwner, readClaims } from "../../../engine/marks.ts";
import type { ContainerInspect, NetworkInspect } from "../../../engine/types.ts";
import { isOwn, stackOfUrn } from "../../../validation/conflicts/world.ts";
import type { Context } from "../resource.ts";
import { NETWORK } from "../types.ts";
import { type Damage, RESTART } from "./damage.ts";
import { attachedTo, gateways } from "./gateway.ts";
import { type Inside, readInside } from "./inside.ts";
import type { Kernel } from "./kernel.ts";
import { networkDamage } from "./network-damage.ts";
import { type Place, placeDamage } from "./place-damage.ts";
import { portDamage } from "./port-damage.ts";
import { type View, viewOf } from "./view.ts";

/** What the kernel no longer has of a running container's network. */
export interface ContainerDamage {
  /** By the network's name. */
  places: Readonly<Record<string, readonly Damage[]>>;
  /** By the port inside: `80/tcp`. */
  ports: Readonly<Record<string, readonly Damage[]>>;
}

/** Undefined of one that does not run, and where this host does not show it. */
export async function readContainerDamage(
  context: Context,
  inspect: ContainerInspect,
): Promise<ContainerDamage | undefined> {
  const { Running, Restarting, Pid } = inspect.State;
  if (!Running || Restarting || !Pid) return undefined;
  const view = await viewOf(context);
  if (!view) return undefined;
  const places = placesOf(inspect, view);
  const inside = places.length > 0 ? await readInside(inspect.Id, Pid) : undefined;
  const shared = await Promise.all(places.map((place) => sharedDamage(context, place, view)));
  return damageOf(inspect, places, inside, view.kernel, shared);
}

/** Pure but for what it is given: of each place what its network lacks, else what the container lacks there. */
export function damageOf(
  inspect: ContainerInspect,
  places: readonly Place[],
  inside: Inside | undefined,
  kernel: Kernel,
  shared: readonly (readonly Damage[])[],
): ContainerDamage {
  const found = places.map((place, i): [string, readonly Damage[]] => {
    const network = shared[i] ?? [];
    return [place.network, network.length > 0 || !inside ? network : placeDamage(place, inside, kernel)];
  });
  return { places: filled(found), ports: filled([...portsOf(inspect, places, kernel), ...undone(inspect, places)]) };
}

function filled(found: readonly [string, readonly Damage[]][]): Record<string, readonly Damage[]> {
  return Object.fromEntries(found.filter(([, damage]) => damage.length > 0));
}

/** Of those with an endpoint. */
export function placesOf({ NetworkSettings }: ContainerInspect, { networks }: Pick<View, "networks">): Place[] {
  const known = attachedTo(NetworkSettings.Networks, networks);
  const [leading] = gateways(known);
  return known.map(({ network, endpoint, inspect }) => ({
    network,
    endpoint,
    gateway: network === leading?.network,
    ...(inspect?.Driver === "bridge" ? { bridge: bridgeName(inspect), mtu: mtuOf(inspect) } : {}),
  }));
}

/** That of its wires: where the network says nothing, the engine leaves them as the kernel makes them. */
function mtuOf({ Options }: NetworkInspect): number {
  return Number(Options?.["com.docker.network.driver.mtu"]) || 1500;
}

/** What a network lacks that no resource of this stack makes: nobody else would tell, or mend it. */
async function sharedDamage(context: Context, { endpoint }: Place, { kernel, networks }: View): Promise<Damage[]> {
  const network = networks.find(({ Id }) => Id === endpoint.NetworkID);
  const damage = network ? networkDamage(network, kernel) : [];
  if (!network || damage.length === 0 || (await isOurs(context, network))) return [];
  return damage.map(({ what, next }) => ({
    what: what.replace(/^its bridge/, `network ${network.Name}: its bridge`),
    next: next ?? RESTART,
  }));
}

async function isOurs({ engine, session, urn }: Context, network: NetworkInspect): Promise<boolean> {
  if (session.isRecorded(NETWORK, network.Id)) return true;
  const owner = networkOwner(network, await readClaims(engine));
  return isOwn(stackOfUrn(urn), owner);
}

function portsOf(inspect: ContainerInspect, places: readonly Place[], kernel: Kernel): [string, Damage[]][] {
  const targets = places.flatMap(({ endpoint: { IPAddress, GlobalIPv6Address }, bridge }) =>
    [IPAddress, GlobalIPv6Address].flatMap((ip) => (ip && bridge ? [{ ip, bridge }] : [])),
  );
  return Object.entries(inspect.NetworkSettings.Ports ?? {}).map(([key, bindings]) => {
    const [internal, protocol = "tcp"] = key.split("/");
    // A network that is routed has its ports open on the container's own address, none on the host.
    const onHost = (bindings ?? []).filter(({ HostPort }) => Number(HostPort) > 0);
    const published = onHost.map(({ HostIp = "", HostPort }) => ({
      internal: Number(internal),
      protocol,
      hostIp: HostIp,
      external: Number(HostPort),
      targets,
    }));
    return [key, published.flatMap((one) => portDamage(one, kernel))];
  });
}

/** Ports that the engine does not publish, because it would over the container's gateway, which cannot have any. */
function undone({ HostConfig, NetworkSettings }: ContainerInspect, places: readonly Place[]): [string, Damage[]][] {
  const gateway = places.find((one) => one.gateway);
  if (!gateway || gateway.bridge !== undefined) return [];
  const wanted = Object.keys(HostConfig?.PortBindings ?? {});
  const lost = wanted.filter((key) => (NetworkSettings.Ports?.[key] ?? []).length === 0);
  const what = `Docker Engine publishes ports over a container's gateway alone, and network ${gateway.network} is no bridge`;
  return lost.map((key) => [key, [{ what, next: OTHER_GATEWAY }]]);
}

const OTHER_GATEWAY =
  "take that network off the container, or give a bridge gwPriority (engine 28.0) or a name that comes before it";
