import { formatIp } from "../../net/ip.ts";
import type { Facts } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { onLink } from "./on-link.ts";

/** A neighbour is on link, is somebody else, and is there once an interface. */
export function neighbours(facts: Facts): Fault[] {
  const view = onLink(facts);
  const strangers = facts.neighbours.flatMap(({ path, scope, ip, dev }): Fault[] => {
    const { owns, reaches, list } = view({ scope, dev });
    const fault = (rule: string, fix: string) => [{ path: [...path, "address"], value: formatIp(ip), rule, fix }];
    if (owns(ip)) return fault(`it is an address of ${scope} itself`, "name another machine's");
    if (reaches(ip, dev) === false)
      return fault(`not on link at ${dev}: ${list()}`, "name an address inside its subnet");
    return [];
  });
  const twice = repeated(facts.neighbours, ({ scope, dev, ip }) => `${scope} ${dev} ${formatIp(ip)}`);
  return [
    ...strangers,
    ...twice.map(([{ path, ip }, first]) => ({
      path: [...path, "address"],
      value: formatIp(ip),
      rule: `${formatPath(first.path)} says it already`,
      fix: "keep one",
    })),
  ];
}
