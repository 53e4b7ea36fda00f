import { formatCidr } from "../../net/ip.ts";
import type { Address, Facts, Sysctl } from "../facts.ts";
import type { Fault } from "../fault.ts";

/** The kernel takes no IPv6 address on a link that IPv6 is off for. */
export function ipv6({ addresses, sysctls }: Facts): Fault[] {
  const six = addresses.filter(({ cidr }) => cidr.family === 6);
  const taken = Map.groupBy(six, (address) => switchOf(address, sysctls));
  return [...taken].flatMap(([setting, [first]]): Fault[] => {
    if (!setting || !first || Number(setting.value) === 0) return [];
    const rule = `it switches IPv6 off, and ${first.link} has the IPv6 address ${formatCidr(first.cidr)}`;
    return [{ path: setting.path, value: setting.value, rule, fix: 'write "0", or take the IPv6 addresses away' }];
  });
}

/** The interface's own, else the one for all, which the kernel writes to every interface. */
function switchOf({ scope, link }: Address, sysctls: readonly Sysctl[]): Sysctl | undefined {
  const named = (device: string) =>
    sysctls.find((each) => each.scope === scope && each.parts.join("/") === `net/ipv6/conf/${device}/disable_ipv6`);
  return named(link) ?? named("all");
}
