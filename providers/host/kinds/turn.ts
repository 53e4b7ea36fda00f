import { formatCidr, network, parseCidr } from "../../../net/ip.ts";

/**
 * The turn in which the addresses of one subnet came to a link. For IPv4 the first one is the subnet's primary, which
 * packets to it have as their source; of IPv6 the kernel prefers the last one. Further turns decide nothing, nor does
 * the turn of addresses of several subnets: a route says by `source` which one it wants.
 */
export interface Numbered {
  cidr: string;
  peer: string | null;
}

/** What must be true of the turn of each address, in words; undefined for one that is alone, or that nothing hangs on. */
export function wantedTurn(own: Numbered, all: readonly Numbered[]): string | undefined {
  const subnet = all.filter((other) => subnetOf(other) === subnetOf(own)).map(({ cidr }) => cidr);
  const others = subnet.filter((cidr) => cidr !== own.cidr);
  if (others.length === 0) return undefined;
  if (own.cidr.includes(":")) return subnet.at(-1) === own.cidr ? `${own.cidr} after ${others.join(", ")}` : undefined;
  return subnet[0] === own.cidr ? `${own.cidr} before ${others.join(", ")}` : `${own.cidr} after ${subnet[0]}`;
}

/** The turn that an address has among those of its subnet. A dump tells IPv4 as it came, and the last of IPv6 first. */
export function turnIn(own: Numbered, dumped: readonly Numbered[]): string {
  const subnet = dumped.filter((other) => subnetOf(other) === subnetOf(own)).map(({ cidr }) => cidr);
  return `${own.cidr} in ${(own.cidr.includes(":") ? subnet.reverse() : subnet).join(", ")}`;
}

/** Whether a turn is as wanted; what is wanted may be another turn, that of some time before. */
export function isInTurn(want: string, have: string): boolean {
  const [own = "", word, ...others] = want.split(/,? /);
  const [, , ...list] = have.split(/,? /);
  const isEarlier = (other: string) => list.slice(0, list.indexOf(own)).includes(other);
  if (word === "before") return !others.some(isEarlier);
  return (word === "in" ? others.slice(0, others.indexOf(own)) : others).every(isEarlier);
}

function subnetOf({ cidr, peer }: Numbered): string {
  return formatCidr(network(parseCidr(peer ?? cidr)));
}
