import { type Cidr, contains, formatIp, isLinkLocal } from "../../../net/ip.ts";

/** Who sends to a name. */
export interface Sender {
  addresses: readonly Cidr[];
  /** Whether these are all that it has, of IPv6 alone. */
  isSix?: boolean;
}

/**
 * Which of its addresses a name means to a sender, as a resolver there would have it: of IPv4, where it has any and the
 * sender too, one in a subnet that both ends are in, there or elsewhere one that was asked for, else the first. One that
 * every link may have is the last of all: without an interface it means nobody. Pure.
 *
 * @param list in the order of their declaration
 * @param fixed those that were asked for where the others were not; undefined where all were
 */
export function meant(list: readonly Cidr[], sender: Sender, fixed?: readonly string[]): string | undefined {
  const preferred = list.filter(({ family }) => family === (sender.isSix ? 6 : 4));
  const rank = (one: Cidr) => {
    const isNear = sender.addresses.some((own) => own.family === one.family && contains(own, one));
    const isFixed = fixed === undefined || fixed.includes(formatIp(one));
    return (isLinkLocal(one) ? 4 : 0) + (isNear ? 0 : 2) + (isFixed ? 0 : 1);
  };
  const [first] = [...(preferred.length > 0 ? preferred : list)].sort((a, b) => rank(a) - rank(b));
  return first && formatIp(first);
}
