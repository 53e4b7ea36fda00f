import { contains, formatCidr, formatIp, parseRange } from "../../net/ip.ts";
import type { Address, Facts, Link } from "../facts.ts";
import { linkId, linksById } from "../facts.ts";
import type { Fault } from "../fault.ts";

/** The setting by which rules of iptables see what stays on a bridge. */
export const FILTERS = { 4: "bridge-nf-call-iptables", 6: "bridge-nf-call-ip6tables" } as const;

/**
 * Ways over which the host's masquerade has no effect while the host filters what crosses its bridges: from a namespace
 * to a router that is a port of the same bridge, and from there to the host. Connection tracking knows the flow when the
 * host routes it.
 */
export function crossed(facts: Facts, family: 4 | 6): Fault[] {
  const byId = linksById(facts.links);
  const bridgeOf = ({ scope, link }: Address) => hostBridge(byId.get(linkId(scope, link)), byId);
  const sources = masquerades(facts, "host").map(parseRange);
  return facts.routes.flatMap(({ scope, via, viaPath }) => {
    if (scope === "host" || via?.family !== family) return [];
    const near = facts.addresses.find(({ scope: at, cidr }) => at === scope && contains(cidr, via));
    const bridge = near && bridgeOf(near);
    const router = facts.addresses.find(({ cidr }) => cidr.family === family && cidr.value === via.value);
    if (!near || bridge === undefined || !router || router.scope === "host" || bridgeOf(router) !== bridge) return [];
    const source = sources.find((one) => contains(one, near.cidr));
    if (!source || !passesOn(facts, router.scope, family) || masquerades(facts, router.scope).length > 0) return [];
    return [
      {
        path: viaPath,
        value: formatIp(via),
        rule:
          `what ${scope} sends by ${router.scope} crosses ${bridge} before the host routes it, and with ` +
          `net.bridge.${FILTERS[family]} = 1 on the host connection tracking knows it by then: the host's masquerade of ` +
          `${formatCidr(source)} has no effect on it`,
        fix:
          `masquerade in ${router.scope} (its firewall.masquerade), or declare ` +
          `sysctls: { "net.bridge.${FILTERS[family]}": "0" } for the host where nothing there needs it`,
      },
    ];
  });
}

/** The bridge of the host that the far end of an interface is a port of. */
function hostBridge(link: Link | undefined, byId: ReadonlyMap<string, Link>): string | undefined {
  const far = link?.peer === undefined ? undefined : byId.get(link.peer);
  return far?.scope === "host" ? far.bridge?.name : undefined;
}

function masquerades({ besides }: Facts, name: string): string[] {
  const parts = besides.filter(({ scope }) => scope === name);
  return parts.flatMap(({ declared }) => (declared.firewall?.masquerade ?? []).flatMap((one) => one?.source ?? []));
}

/** Whether a namespace forwards, and has the host as a next hop. */
function passesOn({ sysctls, routes, addresses }: Facts, name: string, family: 4 | 6): boolean {
  const key = family === 4 ? /^net\/ipv4\/(ip_forward|conf\/all\/forwarding)$/ : /^net\/ipv6\/conf\/all\/forwarding$/;
  const forwards = sysctls.some(
    ({ scope, parts, value }) => scope === name && key.test(parts.join("/")) && value === "1",
  );
  const ofHost = addresses.filter(({ scope, cidr }) => scope === "host" && cidr.family === family);
  return (
    forwards &&
    routes.some(({ scope, via }) => scope === name && via && ofHost.some(({ cidr }) => cidr.value === via.value))
  );
}
