import { parseIp } from "../../net/ip.ts";
import { checkInterfaceName } from "../../net/name.ts";
import { defaultFamily } from "../../net/route.ts";
import { tableNumber } from "../../net/route-table.ts";
import type { Nexthop } from "../../net/schema/nexthop.ts";
import type { Route } from "../../net/schema/route.ts";
import { destination, machineAddress } from "../addresses.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";
import { type Around, each, referToLink } from "./around.ts";
import { checkHops, checkRoute, checkTogether } from "./route-fields.ts";

export function readRoutes(reading: Reading, routes: readonly (Route | undefined)[], path: Path, around: Around): void {
  each(routes, path, (route, at) => {
    readRoute(reading, around.scope, route, at);
    for (const { hop, at: place } of hopsOf(route, at)) referToLink(reading, around, hop.dev, [...place, "dev"]);
  });
}

/** Where a route leads: itself, or each of its next hops. */
function hopsOf(route: Route, path: Path): { hop: Nexthop; at: Path }[] {
  const several = route.nexthops as readonly (Nexthop | undefined)[] | undefined;
  if (!several) return [{ hop: route, at: path }];
  return several.flatMap((hop, index) => (hop ? [{ hop, at: [...path, "nexthops", index] }] : []));
}

/** @param viaPath where the next hop stands, if not in the route: a `gateway` */
export function readRoute(reading: Reading, scope: string, route: Route, path: Path, viaPath?: Path): void {
  const at = (field: string, place = path) => (viaPath === undefined ? [...place, field] : viaPath);
  let sound = true;
  const parsed = <T>(place: Path, text: string | undefined, parse: (text: string) => T): T | undefined => {
    if (text === undefined) return undefined;
    const value = reading.value(place, () => ({ is: parse(text) }));
    sound &&= value !== undefined;
    return value?.is;
  };
  const to = parsed(at("to"), route.to, destination);
  const source = parsed(at("source"), route.source, parseIp);
  const hops = hopsOf(route, path).map(({ hop, at: place }) => {
    const via = parsed(at("via", place), hop.via, machineAddress);
    parsed(at("dev", place), hop.dev, checkInterfaceName);
    return { via, dev: hop.dev, onlink: hop.onlink ?? false, place };
  });
  if (!sound) return;
  sound = reading.damaged(path) || checkRoute(reading, route, path);
  const family = to?.family ?? defaultFamily(route);
  sound &&= checkTogether(reading, route, to?.family, family, path);
  sound &&= reading.damaged(path) || checkHops(reading, route, family, path);
  if (!sound || hops.some(({ place }) => reading.damaged([...place, "dev"]))) return;
  const { metric = family === 6 ? 1024 : 0, table = "main" } = route;
  hops.forEach(({ via, dev, onlink, place }, index) => {
    reading.facts.routes.push({
      path,
      scope,
      to,
      viaPath: at("via", place),
      metric,
      table: tableNumber(table),
      family,
      onlink,
      further: index > 0,
      ...(via ? { via } : {}),
      ...(dev === undefined ? {} : { dev }),
      ...(source ? { source } : {}),
    });
  });
}
