import { Invalid } from "../../net/invalid.ts";
import { parseIp } from "../../net/ip.ts";
import { checkInterfaceName } from "../../net/name.ts";
import { tableNumber } from "../../net/route-table.ts";
import type { Route } from "../../net/schema/route.ts";
import { destination, machineAddress } from "../addresses.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";
import { type Around, each, referToLink } from "./around.ts";

export function readRoutes(reading: Reading, routes: readonly (Route | undefined)[], path: Path, around: Around): void {
  each(routes, path, (route, at) => {
    readRoute(reading, around.scope, route, at);
    referToLink(reading, around, route.dev, [...at, "dev"]);
  });
}

/** @param viaPath where the next hop stands, if not in the route: a `gateway` */
export function readRoute(reading: Reading, scope: string, route: Route, path: Path, viaPath?: Path): void {
  const at = (field: string) => (viaPath === undefined ? [...path, field] : viaPath);
  const { via: viaText, source: sourceText, dev, type = "unicast" } = route;
  let sound = true;
  const parsed = <T>(field: string, text: string | undefined, parse: (text: string) => T): T | undefined => {
    if (text === undefined) return undefined;
    const value = reading.value(at(field), () => ({ is: parse(text) }));
    sound &&= value !== undefined;
    return value?.is;
  };
  const to = parsed("to", route.to, destination);
  const via = parsed("via", viaText, machineAddress);
  const source = parsed("source", sourceText, parseIp);
  parsed("dev", dev, checkInterfaceName);
  sound &&= reading.damaged(path) || readRouteType(reading, route, type, path);
  if (!sound || reading.damaged([...path, "dev"])) return;
  const told = to?.family ?? via?.family;
  const family = told ?? (route.family === "ipv6" ? 6 : 4);
  const says = { family: () => checkFamily(route, family), scope: () => checkScope(route, family) };
  if (!Object.entries(says).every(([field, check]) => reading.check([...path, field], check))) return;
  const { metric = family === 6 ? 1024 : 0, table = "main" } = route;
  reading.facts.routes.push({
    path,
    scope,
    to,
    viaPath: at("via"),
    metric,
    table: tableNumber(table),
    family,
    ...(via ? { via } : {}),
    ...(dev === undefined ? {} : { dev }),
    ...(source ? { source } : {}),
  });
}

function checkFamily({ family }: Route, own: 4 | 6): void {
  if (family !== undefined && family !== `ipv${own}`)
    throw new Invalid(family, "its addresses are of the other family", "leave it out");
}

function checkScope({ scope, type = "unicast" }: Route, family: 4 | 6): void {
  if (scope !== undefined && (type !== "unicast" || family === 6))
    throw new Invalid(scope, `a route of ${family === 6 ? "IPv6" : `type ${type}`} has no scope`, "leave it out");
}

/** A blackhole leads nowhere; every other route leads somewhere. */
function readRouteType(reading: Reading, { via, dev }: Route, type: string, path: Path): boolean {
  const leads = via !== undefined || dev !== undefined;
  if (type === "unicast" && !leads)
    return reading.check(path, () => {
      throw new Invalid(undefined, "a route leads somewhere", "add via or dev, or type: blackhole");
    });
  if (type !== "unicast" && leads)
    return reading.check([...path, via === undefined ? "dev" : "via"], () => {
      throw new Invalid(via ?? dev, `a route of type ${type} leads nowhere`, "leave via and dev out");
    });
  return true;
}
