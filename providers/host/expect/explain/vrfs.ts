import type { Inquiry, Journey } from "./inquiry.ts";
import { type LinkJson, linksOf } from "./links.ts";
import { nearest, routesOf } from "./ruling.ts";

/**
 * What a VRF has to do with it that there is no route: what came in by an interface of one goes by its table, and what
 * did not has none of the routes there.
 */
export function* vrfWords({ scope, packet, in: dev }: Journey): Inquiry<string | undefined> {
  const links = yield* linksOf(scope);
  const vrfs = links.filter(({ linkinfo }) => linkinfo?.info_kind === "vrf");
  const own = vrfs.find(({ ifname }) => ifname === links.find((one) => one.ifname === dev)?.master);
  if (own) return `${dev} is in VRF ${own.ifname}, table ${tableOf(own)}`;
  for (const vrf of vrfs) {
    const routes = yield* routesOf(scope, packet.family === 4 ? "-4" : "-6", String(tableOf(vrf)));
    const route = nearest(routes, packet.dst);
    if (route && route.type === undefined)
      return `VRF ${vrf.ifname} has one in its table ${tableOf(vrf)}, by ${route.dev}, and this is not in that VRF`;
  }
  return undefined;
}

function tableOf({ linkinfo }: LinkJson): unknown {
  return linkinfo?.info_data?.table;
}
