import { contains, formatCidr, formatIp, isLinkLocal, network, width } from "../../net/ip.ts";
import type { Address, Facts, Link } from "../facts.ts";
import { linkId } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { segmentsOf } from "./frames.ts";

/** In one layer 2 segment every address is there once, and lies in a subnet of the bridge that the segment hangs on. */
export function segments({ links, addresses }: Facts): Fault[] {
  const segment = segmentsOf(links);
  const placed = addresses.map((address) => ({ ...address, segment: segment(linkId(address.scope, address.link)) }));
  const twice = repeated(placed, (address) => `${address.segment} ${formatIp(address.cidr)}`)
    .filter(([address, first]) => address.scope !== first.scope)
    .map(([{ path, cidr }, first]) => ({
      path,
      value: formatIp(cidr),
      rule: `${first.scope} has this address in the same segment, at ${formatPath(first.path)}`,
      fix: "give one of them another",
    }));
  return [...twice, ...strangers(links, addresses, segment)];
}

/** Addresses at the far end of a bridge's port that the bridge itself would not take for neighbours. */
function strangers(links: readonly Link[], addresses: readonly Address[], segment: (id: string) => string): Fault[] {
  const of = new Map<string, Address[]>();
  for (const address of addresses) {
    const id = linkId(address.scope, address.link);
    of.set(id, [...(of.get(id) ?? []), address]);
  }
  return links.flatMap(({ scope, peer, bridge }) => {
    if (peer === undefined || !bridge || segment(peer) !== segment(linkId(scope, bridge.name))) return [];
    const its = of.get(linkId(scope, bridge.name)) ?? [];
    return (of.get(peer) ?? []).flatMap((address) => stranger(address, its, bridge.name));
  });
}

function stranger({ path, cidr, peer }: Address, bridge: readonly Address[], name: string): Fault[] {
  const same = bridge.filter((address) => address.cidr.family === cidr.family && !isLinkLocal(address.cidr));
  const single = cidr.prefix === width(cidr.family);
  if (same.length === 0 || single || peer || isLinkLocal(cidr)) return [];
  if (same.some((address) => contains(address.cidr, cidr))) return [];
  const subnets = same.map((address) => formatCidr(network(address.cidr))).join(", ");
  return [
    {
      path,
      value: formatCidr(cidr),
      rule: `not in a subnet of bridge ${name}, which has ${subnets}`,
      fix: "take an address in it",
    },
  ];
}
