import { parseIp } from "./ip.ts";
import type { Route } from "./schema/route.ts";

/** The addresses of a route's next hops. */
export function gatewaysOf({ via, nexthops = [] }: Pick<Route, "via" | "nexthops">): string[] {
  return [via, ...nexthops.map((hop) => hop?.via)].filter((one) => one !== undefined);
}

/** That of the route to everything: what it says itself, else that of its next hops; IPv6 only where all of them are. */
export function defaultFamily(route: Pick<Route, "via" | "nexthops" | "family">): 4 | 6 {
  if (route.family !== undefined) return route.family === "ipv6" ? 6 : 4;
  const families = gatewaysOf(route).map((one) => parseIp(one).family);
  return families.length > 0 && !families.includes(4) ? 6 : 4;
}
