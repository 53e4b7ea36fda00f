import { contains, formatIp, ipOf, isGroup, isSame } from "../../net/ip.ts";
import { TO_A_REMOTE } from "../../net/schema/tunnel.ts";
import type { Facts, Link } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { faultOf } from "./fields.ts";

/**
 * Tunnels in namespaces of which everything is declared here, whose packets do not leave: no route leads to the other end,
 * or nothing there has the address that they are sent from.
 */
export function sunkenTunnels(facts: Facts): Fault[] {
  const closed = new Map(facts.scopes.filter(isAlone).map((scope) => [scope.name, scope]));
  return facts.links.flatMap((link) => {
    const home = closed.get(link.parent?.scope ?? link.scope);
    if (!TO_A_REMOTE.has(link.type) || link.fields.external === true || !home || facts.damaged(home.path)) return [];
    return [...sourceless(link, home.name, facts), ...unrouted(link, home.name, facts)];
  });
}

function isAlone({ closed, shared }: Facts["scopes"][number]): boolean {
  return closed && shared !== true;
}

function sourceless(link: Link, home: string, { addresses }: Facts): Fault[] {
  const local = ipOf(link.fields.local);
  if (!local || addresses.some(({ scope, cidr }) => scope === home && isSame(cidr, local))) return [];
  const rule = `no interface of ${home} has this address, and nothing is sent from one that is not there`;
  return [faultOf(link, "local", rule, "give it to an interface there, or leave it out")];
}

/** Of IPv4: routes of IPv6 may come from a router's advertisements. */
function unrouted(link: Link, home: string, { addresses, routes }: Facts): Fault[] {
  const remote = ipOf(link.fields.remote);
  if (remote?.family !== 4 || isGroup(link.fields.remote)) return [];
  const subnets = addresses.filter(({ scope }) => scope === home).map(({ cidr, peer }) => peer ?? cidr);
  const ways = routes.filter(({ scope, family }) => scope === home && family === 4).map(({ to }) => to);
  if (subnets.some((one) => contains(one, remote)) || ways.some((to) => to === undefined || contains(to, remote)))
    return [];
  const rule = `${home} has no route to ${formatIp(remote)}: no packet of it leaves`;
  return [faultOf(link, "remote", rule, "declare a route to it there, or an address of its subnet")];
}
