import { formatIp, parseIp } from "../../../net/ip.ts";
import type { Nexthop } from "../../../net/schema/nexthop.ts";
import { equal, type Json } from "../json.ts";
import type { Props } from "../model.ts";

/** One next hop as a declaration has it, without what is as usual. */
type Hop = Record<string, Json>;

/** @param deviceTowards the interface that a next hop is reached by, where it is declared */
export function hopWanted(hop: Nexthop, deviceTowards: (via: string | undefined) => string | undefined): Hop {
  const { via, dev = deviceTowards(via), weight = 1, onlink = false } = hop;
  return {
    ...(via ? { via: formatIp(parseIp(via)) } : {}),
    ...(dev ? { dev } : {}),
    ...(weight === 1 ? {} : { weight }),
    ...(onlink ? { onlink } : {}),
  };
}

/** What a dump says of where a route leads: by one next hop, or by several. */
export function hopsObserved(json: Record<string, Json>): Props {
  const several = (json.nexthops ?? []) as Record<string, Json>[];
  return {
    via: hopOf(json).via ?? null,
    dev: json.dev ?? null,
    onlink: hopOf(json).onlink ?? false,
    nexthops: several.length > 0 ? several.map(hopOf) : null,
  };
}

function hopOf({ gateway, via, dev, weight = 1, flags }: Record<string, Json>): Hop {
  const address = gateway ?? (via as Record<string, Json> | undefined)?.host;
  return {
    ...(address ? { via: formatIp(parseIp(String(address))) } : {}),
    ...(dev ? { dev } : {}),
    ...(weight === 1 ? {} : { weight }),
    ...(((flags ?? []) as Json[]).includes("onlink") ? { onlink: true } : {}),
  };
}

/** The interfaces that a route leaves by. */
export function devicesOf({ dev, nexthops }: Props): string[] {
  const all = nexthops ? (nexthops as Hop[]).map((hop) => hop.dev) : [dev];
  return all.filter((name) => typeof name === "string");
}

/** Next hops have no order; one that leaves its interface open has that which the kernel chose. */
export function sameHops(want: Json, have: Json): boolean {
  const left = [...((have ?? []) as Hop[])];
  const found = ((want ?? []) as Hop[]).every((hop) => {
    const at = left.findIndex((other) => equal({ dev: other.dev ?? null, ...hop }, { dev: null, ...other }));
    return at >= 0 && left.splice(at, 1).length > 0;
  });
  return found && left.length === 0;
}

/** Words of `ip route`: what leads on, and what must stand at the end of the line. */
export function hopWords({ via, dev, onlink, nexthops }: Props, family: 4 | 6): { one: string[]; several: string[] } {
  const hops = (nexthops ?? []) as Hop[];
  const words = (hop: Record<string, Json | undefined>) => [
    ...(hop.via ? [`via ${family === 4 && String(hop.via).includes(":") ? "inet6 " : ""}${hop.via}`] : []),
    ...(hop.dev ? [`dev ${hop.dev}`] : []),
    ...(hop.weight ? [`weight ${hop.weight}`] : []),
    ...(hop.onlink ? ["onlink"] : []),
  ];
  return { one: words({ via, dev, onlink }), several: hops.flatMap((hop) => ["nexthop", ...words(hop)]) };
}
