import { type Cidr, contains, formatIp, type Ip, isLinkLocal, parseCidr, parseIp } from "../../../net/ip.ts";
import { gatewaysOf } from "../../../net/route.ts";
import type { Scopes } from "../../../net/schema/scope.ts";
import { hostRoutes, type Run } from "../../../system/host.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Json } from "../json.ts";
import { linksIn } from "../kinds/link/far-end.ts";
import type { Item, Operation, Wanted } from "../model.ts";

/**
 * Next hops of the host's own routes that it reaches neither by a network that it has now, nor by one that the document
 * gives it, or one checked before it.
 */
export async function strangeGateways(
  operations: readonly Operation[],
  scopes: Scopes,
  before: readonly Item[],
  run: Run,
): Promise<Fault[]> {
  const hops = operations.flatMap(({ kind, verb, want }) => {
    const made = kind === "route" && want?.scope === "host" && (verb === "create" || verb === "change");
    return made ? hopsOf(want) : [];
  });
  const declared = [...declaredNetworks(scopes), ...before.flatMap(networkOf)];
  const asked = hops.filter(({ ip }) => !isLinkLocal(ip) && !isIn(ip, declared));
  if (asked.length === 0) return [];
  const live = (await hostRoutes(run)).filter(({ routed }) => !routed).map(({ to }) => to);
  return asked.filter(({ ip }) => !isIn(ip, live)).map(({ ip, path }) => ({ ...FAULT, path, value: formatIp(ip) }));
}

interface Hop {
  ip: Ip;
  path: (string | number)[];
}

/** Its next hops, but for those that count as on link. */
function hopsOf({ props, at }: Wanted): Hop[] {
  const several = props.nexthops as Record<string, Json>[] | null | undefined;
  const all = several
    ? several.map((hop, index) => ({ ...hop, path: [...at.path, "nexthops", index, "via"] }))
    : [{ ...props, path: [...at.path, "via"] }];
  return all.flatMap(({ via, onlink, path }: Record<string, Json> & { path: Hop["path"] }) =>
    typeof via === "string" && !onlink ? [{ ip: parseIp(via), path }] : [],
  );
}

const FAULT = {
  rule: "not on link: the host has no network that it lies in, and none is declared before its routes are made",
  fix: "name a next hop in a network that the host has",
};

function declaredNetworks(scopes: Scopes): Cidr[] {
  const addresses = linksIn({ scope: "host", scopes }).flatMap(({ json }) => json.addresses ?? []);
  const nets = addresses.map((entry) => {
    const { address, peer } = typeof entry === "string" ? { address: entry } : (entry as Record<string, string>);
    return parseCidr(peer ?? address ?? "");
  });
  const direct = (scopes.host?.routes ?? []).flatMap((route) =>
    gatewaysOf(route).length === 0 && route.to !== "default" ? [parseCidr(route.to)] : [],
  );
  return [...nets, ...direct];
}

/** `br0 11.11.11.1/24`: see kinds/address.ts. */
function networkOf({ kind, scope, key }: Item): Cidr[] {
  return kind === "address" && scope === "host" ? [parseCidr(key.split(" ")[1] ?? "")] : [];
}

function isIn(ip: Ip, nets: readonly Cidr[]): boolean {
  return nets.some((net) => contains(net, ip));
}
