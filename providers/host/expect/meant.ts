import { type Cidr, contains, formatIp } from "../../../net/ip.ts";

/**
 * Which of its addresses a name means to a sender, as a resolver there would have it: of IPv4, where it has any, one in
 * a subnet that both ends are in, there or elsewhere one that was asked for, else the first. Pure.
 *
 * @param list in the order of their declaration
 * @param sender the addresses of who sends
 * @param fixed those that were asked for where the others were not; undefined where all were
 */
export function meant(list: readonly Cidr[], sender: readonly Cidr[], fixed?: readonly string[]): string | undefined {
  const four = list.filter(({ family }) => family === 4);
  const rank = (one: Cidr) => {
    const isNear = sender.some((own) => own.family === one.family && contains(own, one));
    const isFixed = fixed === undefined || fixed.includes(formatIp(one));
    return (isNear ? 0 : 2) + (isFixed ? 0 : 1);
  };
  const [first] = [...(four.length > 0 ? four : list)].sort((a, b) => rank(a) - rank(b));
  return first && formatIp(first);
}
