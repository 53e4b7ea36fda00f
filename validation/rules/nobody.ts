import { few } from "../../net/few.ts";
import { contains, formatIp, isLinkLocal } from "../../net/ip.ts";
import type { Address, Facts, Link, Route } from "../facts.ts";
import { linkId } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { segmentsOf } from "./frames.ts";

/** What the live host has beside a declaration. */
export interface Beside {
  /** Ports of a bridge that the declaration does not name: whoever is behind them may have any address. */
  hasStrangers(scope: string, bridge: string, declared: ReadonlySet<string>): boolean;
  /** Whether somebody has the address who is not declared here. */
  has(address: string): boolean;
}

/** Longer lists say no more. */
const SHOWN = 5;

/** Next hops that nobody has, in segments of which every machine is declared here. */
export function nobody(facts: Facts, beside: Beside): Fault[] {
  const segment = segmentsOf(facts.links);
  const members = Map.groupBy(facts.links, ({ scope, name }) => segment(linkId(scope, name)));
  return facts.routes.flatMap((route) => {
    const near = linkOf(route, facts.addresses);
    const links = near === undefined ? undefined : members.get(segment(near));
    if (!route.via || !links || !isWhole(links, beside)) return [];
    const scopes = new Set(links.map(({ scope }) => scope));
    const known = facts.addresses.filter(({ scope }) => scopes.has(scope));
    const via = formatIp(route.via);
    const isThere =
      known.some(({ cidr }) => formatIp(cidr) === via) || beside.has(via) || isAnswered(facts, scopes, via);
    return isThere ? [] : [missing(route, via, known)];
  });
}

/** The interface by which a next hop is reached, as an identity; undefined where that is not declared. */
function linkOf({ scope, via, dev }: Route, addresses: readonly Address[]): string | undefined {
  if (!via || isLinkLocal(via)) return undefined;
  const near = addresses.find(
    ({ scope: at, link, cidr, peer }) =>
      at === scope && (dev === undefined || link === dev) && contains(peer ?? cidr, via),
  );
  return near && linkId(scope, near.link);
}

/** Whether cables and bridges of the declaration are all there is of a segment. */
function isWhole(links: readonly Link[], { hasStrangers }: Beside): boolean {
  const there = new Set(links.map(({ scope, name }) => linkId(scope, name)));
  const ours = ({ scope, type, peer, bridge }: Link) =>
    (type === "bridge" || (peer !== undefined && there.has(peer))) &&
    (bridge === undefined || there.has(linkId(scope, bridge.name)));
  const ports = (scope: string, bridge: string) =>
    new Set(links.filter((link) => link.scope === scope && link.bridge?.name === bridge).map(({ name }) => name));
  const bridges = links.filter(({ type }) => type === "bridge");
  return links.every(ours) && !bridges.some(({ scope, name }) => hasStrangers(scope, name, ports(scope, name)));
}

/** Somebody answers for addresses of others, or the answer is an entry that is declared. */
function isAnswered({ sysctls, neighbours }: Facts, scopes: ReadonlySet<string>, via: string): boolean {
  const forOthers = sysctls.some(
    ({ scope, parts, value }) => scopes.has(scope) && /^proxy_/.test(parts.at(-1) ?? "") && value !== "0",
  );
  return forOthers || neighbours.some(({ scope, ip }) => scopes.has(scope) && formatIp(ip) === via);
}

function missing({ viaPath, family }: Route, via: string, known: readonly Address[]): Fault {
  const those = known.filter(({ cidr, link }) => cidr.family === family && link !== "lo");
  const list = those.map(({ cidr, scope }) => `${formatIp(cidr)} (${scope})`);
  return {
    path: viaPath,
    value: via,
    rule: `nobody has this address on that cable or bridge: there are ${few(list, SHOWN)}`,
    fix: "name one of these, or give the address to the machine that is meant",
  };
}
