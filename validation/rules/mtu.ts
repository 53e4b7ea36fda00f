import type { Facts, Link } from "../facts.ts";
import { linkId, linksById } from "../facts.ts";
import type { Fault } from "../fault.ts";

/** RFC 8200, section 5: the kernel takes IPv6 off a link with less. */
const LEAST_FOR_IPV6 = 1280;

/** Both ends of a cable, and a bridge and its ports, take packets of one size; IPv6 needs 1280 bytes. */
export function mtus({ links, addresses }: Facts): Fault[] {
  const byId = linksById(links);
  const ipv6 = new Set(addresses.filter(({ cidr }) => cidr.family === 6).map(({ scope, link }) => linkId(scope, link)));
  return links.flatMap((link): Fault[] => {
    const { mtu } = link;
    if (!mtu) return [];
    const fault = (rule: string, fix: string) => [{ path: mtu.path, value: mtu.value, rule, fix }];
    if (mtu.value < LEAST_FOR_IPV6 && ipv6.has(linkId(link.scope, link.name)))
      return fault("the link has an IPv6 address, and IPv6 needs 1280 bytes", "write 1280 or more");
    const other = differing(link, byId);
    return other
      ? fault(`${other.what} takes ${other.value} bytes: larger packets are lost`, `write ${other.value} at both`)
      : [];
  });
}

function differing(link: Link, byId: ReadonlyMap<string, Link>): { what: string; value: number } | undefined {
  const bridge = link.master && byId.get(linkId(link.scope, link.master.name));
  const peer = link.peer === undefined ? undefined : byId.get(link.peer);
  if (bridge?.mtu && bridge.mtu.value !== link.mtu?.value)
    return { what: `bridge ${bridge.name}`, value: bridge.mtu.value };
  // Of two ends that differ the one that is declared inside the other is told.
  const inner = peer?.mtu && link.path.length > peer.path.length ? peer.mtu.value : link.mtu?.value;
  return inner === link.mtu?.value ? undefined : { what: `the other end, ${peer?.name},`, value: inner! };
}
