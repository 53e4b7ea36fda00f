import { formatPorts } from "../../net/port.ts";
import type { Facts, Publish } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";

/** A port of the host leads to one place. */
export function publishes({ publishes }: Facts): Fault[] {
  const groups = Map.groupBy(publishes, ({ scope, protocol }) => `${scope} ${protocol}`);
  return [...groups.values()].flatMap(clashes);
}

/** Sorted by first port, a range can only meet those that are still open: no pair by pair. */
function clashes(group: readonly Publish[]): Fault[] {
  const order = new Map(group.map((publish, i) => [publish, i]));
  const sorted = group.toSorted((a, b) => a.ports.first - b.ports.first);
  let open: Publish[] = [];
  return sorted.flatMap((publish): Fault[] => {
    open = open.filter(({ ports }) => ports.last >= publish.ports.first);
    const other = open.find((candidate) => sameAddress(candidate, publish));
    open.push(publish);
    if (!other) return [];
    const [first, later] = order.get(other)! < order.get(publish)! ? [other, publish] : [publish, other];
    return [clash(later, first)];
  });
}

function clash({ path, ports, protocol }: Publish, first: Publish): Fault {
  return {
    path,
    value: `${formatPorts(ports)}/${protocol}`,
    rule: `${formatPath(first.path)} has published ${formatPorts(first.ports)}/${protocol} of the same host address`,
    fix: "choose another port of the host, or another hostIp",
  };
}

/** No address, and the zero address, mean every one of the families that it leads on. */
function sameAddress(a: Publish, b: Publish): boolean {
  const [one, other] = [a, b].map(({ hostIp, family }) => hostIp?.family ?? family);
  if (one && other && one !== other) return false;
  return !a.hostIp || !b.hostIp || [0n, b.hostIp.value].includes(a.hostIp.value) || b.hostIp.value === 0n;
}
