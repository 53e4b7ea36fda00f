import type { Endpoint, NetworkInspect } from "../../../engine/types.ts";

/** A container's place on a network, with what the engine says of that network. */
export interface Attached {
  network: string;
  endpoint: Endpoint;
  inspect?: NetworkInspect | undefined;
}

/** Of those with an endpoint. */
export function attachedTo(
  listed: Readonly<Record<string, Endpoint>> | null | undefined,
  networks: readonly NetworkInspect[],
): Attached[] {
  const attached = Object.entries(listed ?? {}).filter(([, { EndpointID }]) => EndpointID);
  return attached.map(([network, endpoint]) => ({
    network,
    endpoint,
    inspect: networks.find(({ Id }) => Id === endpoint.NetworkID),
  }));
}

/**
 * Those that lead out, the container's gateway first, in the order of Docker Engine: by priority, with IPv6 before
 * without, then by name - whatever order they were declared in. Pure.
 */
export function gateways<Place extends Attached>(places: readonly Place[]): Place[] {
  const out = places.filter(
    ({ endpoint, inspect }) => inspect && !inspect.Internal && (endpoint.Gateway || endpoint.IPv6Gateway),
  );
  const both = ({ endpoint: { Gateway, IPv6Gateway } }: Place) => (Gateway && IPv6Gateway ? 1 : 0);
  const priority = ({ endpoint: { GwPriority } }: Place) => GwPriority ?? 0;
  return out.sort((a, b) => priority(b) - priority(a) || both(b) - both(a) || (a.network < b.network ? -1 : 1));
}

/**
 * The networks over which the engine publishes, the likeliest first: it writes the rules anew when that one comes back.
 * The gateway carries all ports, but where it has addresses of one family, another may carry those of the other. None
 * where the gateway is no bridge: such a container has no ports. Pure.
 */
export function carriers(places: readonly Attached[]): string[] {
  const [first, ...rest] = gateways(places);
  if (first?.inspect?.Driver !== "bridge") return [];
  return [first, ...rest.filter(({ inspect }) => inspect?.Driver === "bridge")].map(({ network }) => network);
}
