import { contains, parseIp, parseNetwork } from "../../../net/ip.ts";
import { sameAgain } from "../container/attachment.ts";
import type { ContainerInspect, Endpoint, NetworkInspect } from "../engine/types.ts";
import type { Context } from "../resource.ts";

/** A container's place on a network that is being replaced. */
export interface Attached {
  container: string;
  name: string;
  endpoint: Endpoint;
}

/** Takes every container off the network, running or not, and says how each was attached. */
export async function detachAll({ engine }: Context, network: NetworkInspect): Promise<Attached[]> {
  const filters = JSON.stringify({ network: [network.Id] });
  const all = await engine.get<{ Id: string }[]>("/containers/json", { query: { all: true, filters } });
  const attached: Attached[] = [];
  for (const { Id } of all) {
    const container = await engine.find<ContainerInspect>(`/containers/${Id}/json`);
    const endpoint = container?.NetworkSettings.Networks?.[network.Name];
    if (!container || !endpoint) continue;
    attached.push({ container: Id, name: container.Name.replace(/^\//, ""), endpoint });
    await engine.post(`/networks/${network.Id}/disconnect`, { body: { Container: Id, Force: true } });
  }
  return attached;
}

/**
 * Puts the containers onto the new network as they were. An address that the new subnet does not hold is left to the
 * engine: a container of this stack then gets its declared one when its own turn comes.
 */
export async function reattach(context: Context, id: string, attached: readonly Attached[]): Promise<void> {
  const network = await context.engine.get<NetworkInspect>(`/networks/${id}`);
  for (const { container, name, endpoint } of attached) {
    const config = { ...endpoint.IPAMConfig };
    for (const family of ["IPv4Address", "IPv6Address"] as const) {
      if (!config[family] || holds(network, config[family])) continue;
      context.log("warning", `${name} had ${config[family]}, which is outside the new subnet: it gets another address`);
      delete config[family];
    }
    const body = { Container: container, EndpointConfig: sameAgain({ ...endpoint, IPAMConfig: config }, container) };
    await context.engine.post(`/networks/${id}/connect`, { body });
  }
}

function holds(network: NetworkInspect, address: string): boolean {
  return (network.IPAM.Config ?? []).some(({ Subnet }) => Subnet && contains(parseNetwork(Subnet), parseIp(address)));
}
