import { plainName } from "../../../engine/lookup.ts";
import { ownerOf } from "../../../engine/owner.ts";
import type { ContainerInspect, NetworkInspect } from "../../../engine/types.ts";
import { isOwn, stackOfUrn } from "../../../validation/conflicts/world.ts";
import type { Difference } from "../difference.ts";
import { type Attached, attachedTo, carriers } from "../kernel/gateway.ts";
import type { Context } from "../resource.ts";

/** What is to become of a network that is made anew. */
type Becoming = Pick<NetworkInspect, "Internal" | "Driver">;

/**
 * A network that turns internal, or gets another driver, takes along the containers that are on it, and from those that
 * have no other network to publish over their ports.
 *
 * @throws Error where such a one is not this stack's: of those that are, only their own new declaration tells whether
 * they are to keep their ports, and that is not known yet
 */
export async function keepOthersPorts(
  { engine, urn }: Context,
  network: NetworkInspect,
  differences: readonly Difference[],
): Promise<void> {
  const next = becoming(network, differences);
  if (next.Internal === network.Internal && next.Driver === network.Driver) return;
  const networks = await engine.get<NetworkInspect[]>("/networks");
  const filters = JSON.stringify({ network: [network.Id] });
  for (const { Id } of await engine.get<{ Id: string }[]>("/containers/json", { query: { filters } })) {
    const inspect = await engine.find<ContainerInspect>(`/containers/${Id}/json`);
    if (!inspect || isOwn(stackOfUrn(urn), ownerOf(inspect.Config.Labels))) continue;
    const ports = publishedBy(inspect);
    const places = attachedTo(inspect.NetworkSettings.Networks, networks);
    if (ports.length > 0 && losesPorts(places, network, next))
      throw new Error(refusal(network.Name, next, plainName(inspect.Name), ports));
  }
}

function becoming({ Internal, Driver }: NetworkInspect, differences: readonly Difference[]): Becoming {
  const want = (path: string) => differences.find((one) => one.path === path)?.want;
  const [internal, driver] = [want("internal"), want("driver")];
  return {
    Internal: typeof internal === "boolean" ? internal : Internal,
    Driver: typeof driver === "string" ? driver : Driver,
  };
}

/** Whether a network publishes for the container now, and none will. Pure. */
export function losesPorts(places: readonly Attached[], { Id }: NetworkInspect, next: Becoming): boolean {
  const then = places.map(({ inspect, ...place }) => ({
    ...place,
    inspect: inspect?.Id === Id ? { ...inspect, ...next } : inspect,
  }));
  return carriers(places).length > 0 && carriers(then).length === 0;
}

function publishedBy({ NetworkSettings }: ContainerInspect): string[] {
  const bound = Object.values(NetworkSettings.Ports ?? {}).flatMap((bindings) => bindings ?? []);
  return [...new Set(bound.map(({ HostPort }) => HostPort ?? ""))].filter((port) => port !== "");
}

function refusal(network: string, { Internal, Driver }: Becoming, container: string, ports: readonly string[]): string {
  const what = Internal ? "an internal network" : `a network of driver ${Driver}`;
  return (
    `network "${network}" is to become ${what}, over which no port is published, and the container "${container}", ` +
    `which is not this stack's, publishes ${ports.join(", ")} over it. Nothing was changed. Connect that container to ` +
    `another network or take it off this one, docker network disconnect ${network} ${container}, and run the command again`
  );
}
