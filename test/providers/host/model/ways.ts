import { speaksIpv6 } from "./settings.ts";
import { type Answer, EXISTS, hopsOf, named, type Route, type Space } from "./state.ts";
import type { Words } from "./words.ts";

/** Numbers of scopes and types, as `ip -N` prints them. */
export const SCOPES = { global: "0", site: "200", link: "253", host: "254" } as const;
const TYPES = { unicast: "1", blackhole: "6", unreachable: "7", prohibit: "8", throw: "9" } as const;

/** What `ip route` does on the model. */
export const ROUTES = {
  "route add": (_: unknown, here: Space, words: Words) => putRoute(here, words, false),
  "route replace": (_: unknown, here: Space, words: Words) => putRoute(here, words, true),
  "route prepend": (_: unknown, here: Space, words: Words): Answer => {
    const route = routeOf(words);
    if (here.routes.some((other) => sameRoute(route, other) && other.dev === route.dev)) return EXISTS;
    here.routes = [route, ...here.routes];
    return undefined;
  },
  "route change": (_: unknown, here: Space, words: Words): Answer => {
    const route = routeOf(words);
    const known = here.routes.find((other) => sameRoute(route, other));
    if (!known) return "RTNETLINK answers: No such file or directory";
    here.routes = [...here.routes.filter((other) => other !== known), route];
    return undefined;
  },
  "route del": (_: unknown, here: Space, words: Words): Answer => {
    const route = routeOf(words);
    const meant = (other: Route) => sameRoute(route, other) && (!route.dev || other.dev === route.dev);
    const kept = here.routes.filter((other) => !meant(other) || other.protocol !== route.protocol);
    const removed = kept.length < here.routes.length;
    here.routes = kept;
    return removed ? undefined : "RTNETLINK answers: No such process";
  },
};

function routeOf(words: Words): Route {
  const hops = words.groups("nexthop").map((hop) => ({
    gateway: hop.after("via"),
    dev: hop.after("dev"),
    weight: Number(hop.after("weight") ?? 1),
  }));
  const first = words.next();
  const typed = first in TYPES;
  const dst = typed ? words.next() : first;
  const family = dst.includes(":") ? 6 : 4;
  // IPv6 takes the word and has no use for it.
  const scope = SCOPES[(words.after("scope") ?? "global") as keyof typeof SCOPES];
  return {
    family,
    dst,
    type: typed ? TYPES[first as keyof typeof TYPES] : "1",
    table: words.after("table") ?? "254",
    metric: Number(words.after("metric") ?? 0),
    gateway: words.after("via"),
    dev: words.after("dev"),
    onlink: words.flag("onlink") ? true : undefined,
    mtu: Number(words.after("mtu")) || undefined,
    nexthops: hops.length > 0 ? hops : undefined,
    prefsrc: words.after("src"),
    scope: family === 6 ? "0" : scope,
    protocol: words.after("proto") ?? "3",
  };
}

function sameRoute(a: Route, b: Route): boolean {
  return a.dst === b.dst && a.table === b.table && a.metric === b.metric;
}

function putRoute(here: Space, words: Words, replace: boolean): Answer {
  const route = routeOf(words);
  const known = here.routes.find((other) => sameRoute(route, other));
  if (known && !replace) return EXISTS;
  const devices = route.type === "1" ? hopsOf(route).map(({ dev }) => named(here, dev)) : [];
  if (devices.some((device) => device?.up !== true)) return "Error: Nexthop has invalid gateway.";
  if (route.family === 6 && devices.some((device) => device && !speaksIpv6(here, device)))
    return "RTNETLINK answers: No route to host";
  here.routes = [...here.routes.filter((other) => other !== known), route];
  return undefined;
}
