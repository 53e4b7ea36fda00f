import { type Cidr, parseCidr } from "../net/ip.ts";
import { type Bound, boundTo, collide } from "../net/listener.ts";
import { containerOfProcess, hostListeners, hostRoutes, linkAliases, type Run } from "../system/host.ts";
import { run } from "../system/process.ts";
import {
  type EngineContainer,
  type EngineNetwork,
  nothingKnown,
  type Stack,
  type World,
} from "../validation/conflicts/world.ts";
import { bridgeName } from "./bridge-name.ts";
import type { Engine } from "./client.ts";
import { isHere } from "./here.ts";
import { plainName } from "./lookup.ts";
import { type Claims, networkOwner, readClaims } from "./marks.ts";
import { ownerOf } from "./owner.ts";
import type { ContainerSummary, NetworkInspect } from "./types.ts";

/** What stands in the way of a network: of the engine wherever it is, and of this host where the engine is here. */
export async function networkWorld(engine: Engine, stack: Stack): Promise<World> {
  const here = await isHere(engine);
  const [networks, routes, aliases] = await Promise.all([
    engineNetworks(engine),
    here ? hostRoutes(run) : [],
    here ? linkAliases(run) : {},
  ]);
  return { ...nothingKnown(stack), networks, routes, aliases };
}

/** What holds ports: containers of the engine wherever it is, and processes of this host where the engine is here. */
export async function portWorld(engine: Engine, stack: Stack): Promise<World> {
  // The sockets first: a container that starts meanwhile explains its own.
  const listeners = (await isHere(engine)) ? await hostListeners(run) : [];
  return { ...nothingKnown(stack), containers: await engineContainers(engine), listeners };
}

export async function engineNetworks(engine: Engine): Promise<EngineNetwork[]> {
  const [networks, claims] = await Promise.all([engine.get<NetworkInspect[]>("/networks"), readClaims(engine)]);
  return networks.flatMap((one) => network(one, claims));
}

export async function engineContainers(engine: Engine): Promise<EngineContainer[]> {
  return (await engine.get<ContainerSummary[]>("/containers/json")).map(engineContainer);
}

/** The same, with the containers that processes run in: only of those that hold what is wanted. */
export async function inhabited(world: World, wanted: readonly Bound[], ask: Run = run): Promise<World> {
  const held = world.listeners.map(async (one) => {
    const pid = wanted.some((bound) => collide(bound, one)) ? one.process?.pid : undefined;
    const container = pid === undefined ? undefined : await containerOfProcess(ask, pid);
    return container === undefined ? one : { ...one, container };
  });
  return { ...world, listeners: await Promise.all(held) };
}

/** Networks of a swarm have pools of their own, and so has any other IPAM driver. */
function network(found: NetworkInspect, claims: Claims): EngineNetwork[] {
  if (found.Scope !== "local" || found.IPAM.Driver !== "default") return [];
  const owner = networkOwner(found, claims);
  return [
    {
      name: found.Name,
      subnets: (found.IPAM.Config ?? []).flatMap(({ Subnet }) => cidrs(Subnet)),
      ...(found.Driver === "bridge" ? { bridge: bridgeName(found) } : {}),
      ...(owner === undefined ? {} : { owner }),
    },
  ];
}

function cidrs(text: string | undefined): Cidr[] {
  try {
    return text ? [parseCidr(text)] : [];
  } catch {
    return [];
  }
}

export function engineContainer({ Id, Names, Labels, Ports }: ContainerSummary): EngineContainer {
  const owner = ownerOf(Labels);
  const ports = (Ports ?? []).flatMap(({ IP, PublicPort: port, Type }) =>
    port ? [boundTo(Type, { first: port, last: port }, IP)] : [],
  );
  return { id: Id, name: plainName(Names[0] ?? Id), ports, ...(owner === undefined ? {} : { owner }) };
}
