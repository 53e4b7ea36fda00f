import { setTimeout as sleep } from "node:timers/promises";
import { EngineError } from "../../../engine/errors.ts";
import { plainName } from "../../../engine/lookup.ts";
import { ownerOf } from "../../../engine/owner.ts";
import type { ContainerInspect, Endpoint, NetworkInspect } from "../../../engine/types.ts";
import { contains, parseCidr, parseIp } from "../../../net/ip.ts";
import { isOwn, stackOfUrn } from "../../../validation/conflicts/world.ts";
import { connectCommand, detach } from "../container/actions/connect.ts";
import { networksOf, sameAgain } from "../container/inputs/attachment.ts";
import type { Context } from "../resource.ts";

/** A container's place on a network that is being replaced. */
export interface Attached {
  container: string;
  name: string;
  /** The URN of the resource that made it. */
  owner: string | undefined;
  endpoint: Endpoint;
}

/** Milliseconds that another network is given to be there again, which the same update makes anew; between two tries. */
const OTHERS = { wait: 10_000, pause: 100 };

/** Takes every container off the network, running or not, and says how each was attached. */
export async function detachAll({ engine }: Context, network: NetworkInspect): Promise<Attached[]> {
  const filters = JSON.stringify({ network: [network.Id] });
  const all = await engine.get<{ Id: string }[]>("/containers/json", { query: { all: true, filters } });
  const attached: Attached[] = [];
  for (const { Id } of all) {
    const inspect = await engine.find<ContainerInspect>(`/containers/${Id}/json`);
    const endpoint = inspect && networksOf({ inspect })[network.Name];
    if (!endpoint) continue;
    attached.push({ container: Id, name: plainName(inspect.Name), owner: ownerOf(inspect.Config.Labels), endpoint });
    await detach(engine, network.Id, Id);
  }
  return attached;
}

/**
 * Puts the containers onto the new network as they were. An address that the new subnet does not hold is left to the
 * engine: a container of this stack then gets its declared one when its own turn comes.
 *
 * @throws Error once all have been tried, with each that the engine refused and the command that connects it
 */
export async function reattach(context: Context, id: string, attached: readonly Attached[]): Promise<void> {
  const { engine } = context;
  const network = await engine.get<NetworkInspect>(`/networks/${id}`);
  const failed: string[] = [];
  const deadline = Date.now() + OTHERS.wait;
  for (const { container, name, owner, endpoint } of staticFirst(attached.map((one) => kept(one, network, context)))) {
    const body = { Container: container, EndpointConfig: sameAgain(endpoint, container) };
    const connected = onceItsNetworkIs(deadline, () => engine.post(`/networks/${id}/connect`, { body }));
    await connected.catch((error: Error) => {
      if (lacksItsNetwork(error) && isOwn(stackOfUrn(context.urn), owner))
        context.log("warning", `${name} is connected to it again when its own turn comes: ${error.message}`);
      else failed.push(`${name}: ${error.message}; next: ${connectCommand(network.Name, name, body.EndpointConfig)}`);
    });
  }
  if (failed.length === 0) return;
  const count = `${failed.length} of ${attached.length} containers`;
  throw new Error(
    `network "${network.Name}" was made anew, and ${count} could not be connected again: ${failed.join(". ")}. ` +
      "Those of this stack are connected by the next up; connect the others by hand once the cause is mended.",
  );
}

/**
 * Since 28.0 the engine connects no container while the network of its mode is not there: one that the same update makes
 * anew, at the same time.
 */
async function onceItsNetworkIs<T>(deadline: number, connect: () => Promise<T>): Promise<T> {
  for (; ; await sleep(OTHERS.pause)) {
    try {
      return await connect();
    } catch (error) {
      if (!lacksItsNetwork(error) || Date.now() >= deadline) throw error;
    }
  }
}

function lacksItsNetwork(error: unknown): boolean {
  return error instanceof EngineError && error.message.includes("matching network mode");
}

/** What the engine chooses for one must not be the address that another had. */
function staticFirst(attached: readonly Attached[]): Attached[] {
  const dynamic = ({ endpoint: { IPAMConfig } }: Attached) => !IPAMConfig?.IPv4Address && !IPAMConfig?.IPv6Address;
  return [...attached].sort((a, b) => Number(dynamic(a)) - Number(dynamic(b)));
}

/** The place without static addresses that are not in the network's subnets. */
function kept({ endpoint, ...one }: Attached, network: NetworkInspect, context: Context): Attached {
  const config = { ...endpoint.IPAMConfig };
  for (const family of ["IPv4Address", "IPv6Address"] as const) {
    if (!config[family] || holds(network, config[family])) continue;
    context.log(
      "warning",
      `${one.name} had ${config[family]}, which is outside the new subnet: it gets another address`,
    );
    delete config[family];
  }
  return { ...one, endpoint: { ...endpoint, IPAMConfig: config } };
}

function holds(network: NetworkInspect, address: string): boolean {
  return (network.IPAM.Config ?? []).some(({ Subnet }) => Subnet && contains(parseCidr(Subnet), parseIp(address)));
}
