import { few } from "../../../../net/few.ts";
import type { Reason } from "../../../../net/schema/expectation.ts";
import { addressesOf, type NoRoute, type Route, routeTo, sysctls } from "./facts.ts";
import { hook } from "./hooks.ts";
import type { Death, Inquiry, Journey, World } from "./inquiry.ts";
import { nat } from "./nat.ts";
import { stopper } from "./ruling.ts";
import { vrfWords } from "./vrfs.ts";

/** Longer lists say no more. */
const SHOWN = 3;

/** The routing decision of the scope that the journey has reached, with what the kernel does just before it. */
export function* decide({ owners }: World, journey: Journey): Inquiry<Route | Death> {
  const decided = journey.in === undefined ? yield* departure(journey) : yield* passage(journey, journey.in);
  if (!("reason" in decided) || !/^no-(return-)?route$/.test(decided.reason)) return decided;
  // What names a rule or a route by which the lookup fails says enough.
  const lost = decided.where.endsWith(")") ? "" : yield* lostBy(journey, owners);
  return lost === "" ? decided : { ...decided, where: `${decided.where}; ${lost}` };
}

/** Declared addresses that the scope does not have: with them it loses the routes to their subnets. */
function* lostBy({ scope, packet }: Journey, owners: World["owners"]): Inquiry<string> {
  const held = new Set((yield* addressesOf(scope)).map(({ address }) => address));
  if (held.size === 0) return "";
  const gone = [...owners].filter(([address, having]) => having.includes(scope) && !held.has(address));
  const same = gone.map(([address]) => address).filter((one) => one.includes(":") === (packet.family === 6));
  return same.length === 0 ? "" : `${scope} lacks what is declared there, ${few(same, SHOWN)}`;
}

/** A packet that is made here: routed first, then OUTPUT, and routed again where OUTPUT changed its destination. */
function* departure(journey: Journey): Inquiry<Route | Death> {
  const { src: _, ttl: __, ...bound } = journey.bound ?? {};
  const src = journey.answer ? journey.packet.src : journey.bound?.src;
  const first = yield* routeTo(journey.scope, journey.packet.dst, { ...bound, ...(src !== undefined && { src }) });
  if ("error" in first) return yield* noRoute(journey, first);
  if (!journey.answer) journey.packet = { ...journey.packet, src: first.source ?? journey.packet.src };
  const { dst } = journey.packet;
  yield* nat(journey, "OUTPUT", { out: first.dev });
  const second = journey.packet.dst === dst ? first : yield* routeTo(journey.scope, journey.packet.dst, bound);
  if ("error" in second) return yield* noRoute(journey, second);
  return (yield* hook(journey, "OUTPUT", { out: second.dev })) ?? second;
}

/** A packet from outside: PREROUTING, then the route, for which it must be ours or we must be forwarding. */
function* passage(journey: Journey, dev: string): Inquiry<Route | Death> {
  const early = yield* hook(journey, "PREROUTING", { in: dev });
  if (early) return early;
  yield* nat(journey, "PREROUTING", { in: dev });
  const { packet, scope } = journey;
  const route = yield* routeTo(scope, packet.dst, { src: packet.src, iif: dev });
  if (!("error" in route) && route.local) return route;
  // Its own words tell: it takes a source for forged only where the packet is for itself, or would be forwarded.
  const refused = "error" in route ? yield* forged(journey, dev, route) : undefined;
  if (refused) return refused;
  const off = yield* forwardingOff(journey, dev);
  if (off) return death(journey, "ip-forward", off);
  return "error" in route ? yield* noRoute(journey, route) : route;
}

/** The sysctl that stops forwarding, as `NAME = 0`. */
function* forwardingOff({ scope, packet }: Journey, dev: string): Inquiry<string | undefined> {
  if (packet.family === 6) {
    const [all] = yield* sysctls(scope, "net/ipv6/conf/all/forwarding");
    return all === "0" ? "net.ipv6.conf.all.forwarding = 0" : undefined;
  }
  const [all, own] = yield* sysctls(scope, "net/ipv4/ip_forward", `net/ipv4/conf/${dev}/forwarding`);
  if (own !== "0") return undefined;
  return all === "0" ? "net.ipv4.ip_forward = 0" : `net.ipv4.conf.${dev}.forwarding = 0`;
}

/** EINVAL: no route back at all; EXDEV: one, but by another device. Both only where rp_filter is on. */
export function* forged({ scope, packet }: Journey, dev: string, { error }: NoRoute): Inquiry<Death | undefined> {
  if (packet.family === 6 || !/Invalid argument|cross-device/.test(error)) return undefined;
  const [all, own] = yield* sysctls(scope, "net/ipv4/conf/all/rp_filter", `net/ipv4/conf/${dev}/rp_filter`);
  const mode = Math.max(Number(all), Number(own));
  if (!(mode > 0) || "error" in (yield* routeTo(scope, packet.dst))) return undefined;
  const where = `${scope}: rp_filter = ${mode} on ${dev} takes the source ${packet.src} for forged: no route to it leads there`;
  return { reason: "rp-filter", where, certain: true, scope };
}

function* noRoute(journey: Journey, { error }: NoRoute): Inquiry<Death> {
  const reason = journey.answer ? "no-return-route" : "no-route";
  const what = `no route${journey.answer ? " back" : ""} to ${journey.packet.dst}: ${error}`;
  const stops = yield* stopper(journey);
  if (stops?.next !== undefined)
    return { ...death(journey, reason, `${what} (${stops.words})`), next: stops.next, ruled: true };
  const why =
    stops?.words ?? (yield* withoutIpv6(journey)) ?? (yield* unconnected(journey)) ?? (yield* vrfWords(journey));
  return death(journey, reason, why === undefined ? what : `${what} (${why})`);
}

/** A namespace, or a container that was disconnected from its networks, in which there is nothing but loopback. */
function* unconnected({ scope }: Journey): Inquiry<string | undefined> {
  const others = (yield* addressesOf(scope)).filter(({ dev }) => dev !== "lo");
  return others.length === 0 ? "no interface there has an address but lo" : undefined;
}

/** A kernel that is told to have no IPv6 has no route of it either. */
function* withoutIpv6({ scope, packet }: Journey): Inquiry<string | undefined> {
  if (packet.family === 4) return undefined;
  const [all] = yield* sysctls(scope, "net/ipv6/conf/all/disable_ipv6");
  return all === "1" ? "net.ipv6.conf.all.disable_ipv6 = 1" : undefined;
}

function death({ scope }: Journey, reason: Reason, words: string): Death {
  return { reason, where: `${scope}: ${words}`, certain: true, scope };
}
