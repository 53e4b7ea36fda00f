import { formatIp, parseIp } from "../net/ip.ts";
import type { Neighbour } from "../net/schema/neighbour.ts";
import type { Route } from "../net/schema/route.ts";
import { canonicalCidr, canonicalIp } from "./address.ts";
import { compact } from "./compact.ts";
import { listed } from "./with-path.ts";

interface Routed {
  gateway?: string | string[];
  routes?: Route[];
}

/** Routes with canonical addresses; a gateway is a default route. */
export function normalRoutes({ gateway, routes }: Routed): Route[] {
  const defaults = listed(gateway, []).map(({ value }) => ({ to: "default", via: formatIp(parseIp(value)) }));
  return [...defaults, ...(routes ?? []).map(normalRoute)];
}

function normalRoute(route: Route): Route {
  return {
    ...route,
    to: route.to === "default" ? route.to : canonicalCidr(route.to),
    ...compact({
      via: route.via === undefined ? undefined : canonicalIp(route.via),
      source: route.source === undefined ? undefined : canonicalIp(route.source),
    }),
  };
}

export function normalNeighbours(neighbours: readonly Neighbour[] = []): Neighbour[] {
  return neighbours.map(({ address, dev, mac }) => ({ address: canonicalIp(address), dev, mac: mac.toLowerCase() }));
}
