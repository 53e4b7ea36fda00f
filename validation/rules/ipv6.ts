import { formatCidr, formatIp } from "../../net/ip.ts";
import type { Facts, Sysctl } from "../facts.ts";
import type { Fault } from "../fault.ts";

/** Something of IPv6 that a link is to have, in words. */
interface Use {
  scope: string;
  link: string;
  what: string;
}

/** The kernel takes no address, route or neighbour of IPv6 on a link that IPv6 is off for. */
export function ipv6(facts: Facts): Fault[] {
  const { sysctls } = facts;
  const taken = Map.groupBy(usesOf(facts), (use) => switchOf(use, sysctls));
  return [...taken].flatMap(([setting, [first]]): Fault[] => {
    if (!setting || !first || Number(setting.value) === 0) return [];
    const rule = `it switches IPv6 off, and ${first.link} has ${first.what}`;
    const fix = 'write "0", or take away what IPv6 needs: addresses, routes, neighbours';
    return [{ path: setting.path, value: setting.value, rule, fix }];
  });
}

function usesOf({ addresses, routes, neighbours }: Facts): Use[] {
  return [
    ...addresses
      .filter(({ cidr }) => cidr.family === 6)
      .map(({ scope, link, cidr }) => ({ scope, link, what: `the IPv6 address ${formatCidr(cidr)}` })),
    ...routes.flatMap(({ scope, dev, family, to }) =>
      family === 6 && dev ? [{ scope, link: dev, what: `the IPv6 route to ${to ? formatCidr(to) : "default"}` }] : [],
    ),
    ...neighbours
      .filter(({ ip }) => ip.family === 6)
      .map(({ scope, dev, ip }) => ({ scope, link: dev, what: `the IPv6 neighbour ${formatIp(ip)}` })),
  ];
}

/** The interface's own, else the one for all, which the kernel writes to every interface. */
function switchOf({ scope, link }: Use, sysctls: readonly Sysctl[]): Sysctl | undefined {
  const named = (device: string) =>
    sysctls.find((each) => each.scope === scope && each.parts.join("/") === `net/ipv6/conf/${device}/disable_ipv6`);
  return named(link) ?? named("all");
}
