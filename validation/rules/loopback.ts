import type { Facts, FilterRule, Sysctl } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { PORTS, portRange, stopsLoopback } from "../loopback.ts";

/** Nothing of the host is declared that ends TCP over its loopback: Pulumi would never reach its plugins again. */
export function loopback({ filters, sysctls, links }: Facts): Fault[] {
  const own = sysctls.filter(({ scope }) => scope === "host");
  const range = portRange(own.find(({ parts }) => parts.join("/") === RANGE)?.value);
  return [
    ...filters.filter(({ scope }) => scope === "host").flatMap((filter) => stopping(filter, range)),
    ...own.flatMap((sysctl) => ending(sysctl, range)),
    ...links.filter(({ scope, name }) => scope === "host" && name === "lo").flatMap(lowered),
  ];
}

const RANGE = "net/ipv4/ip_local_port_range";

/** Rules that stop it with others are written behind one that lets it pass. */
function stopping(filter: FilterRule, range = PORTS): Fault[] {
  if (stopsLoopback(filter, "ipv4", range) !== "by name") return [];
  return [
    {
      path: filter.path,
      value: filter.rule.verdict,
      rule: `it cuts Pulumi off from its own plugins, which speak TCP over loopback, at ports ${range.first}-${range.last}`,
      fix: "name the port of the service that it is about",
    },
  ];
}

function lowered({ path, fields }: Facts["links"][number]): Fault[] {
  if (fields.up !== false) return [];
  const rule = "it cuts Pulumi off from its own plugins, which speak over loopback";
  return [{ path: [...path, "up"], value: false, rule, fix: "leave it up" }];
}

/** A setting that ends TCP over loopback, tried on a kernel: the values that do not, and how a person says so. */
interface Limit {
  holds(numbers: number[], sysctl: Sysctl, range: typeof PORTS | undefined): boolean;
  least: string;
}

/** Ports, or connections: a stack of a few plugins takes about as many. */
const ENOUGH = 256;
/** Bytes of a window: with less the kernel answers nothing, or a byte at a time. */
const PAGE = 4096;

const from = (least: number, text: string): Limit => ({ holds: ([value = 0]) => value >= least, least: text });

const LIMITS: Record<string, Limit> = {
  "net/ipv4/tcp_rmem": {
    holds: ([, common = 0, most = 0]) => common >= PAGE && most >= PAGE,
    least: `a second and a third number of ${PAGE} or more`,
  },
  "net/ipv4/tcp_mem": { holds: ([, , most = 0]) => most >= PAGE, least: `a third number of ${PAGE} pages or more` },
  "net/ipv4/tcp_notsent_lowat": from(1, "1 or more"),
  "net/ipv4/tcp_min_snd_mss": { holds: ([value = 0]) => value <= 16_384, least: "16384 or less" },
  [RANGE]: {
    holds: ([first = 0, last = 0]) => last - first + 1 >= ENOUGH,
    least: `a range of ${ENOUGH} ports or more`,
  },
  "net/ipv4/ip_local_reserved_ports": {
    holds: (_, { value }, range = PORTS) => free(value, range) >= ENOUGH,
    least: `${ENOUGH} ports of ip_local_port_range that are not reserved`,
  },
  "net/core/netdev_max_backlog": from(16, "16 or more"),
  "net/core/dev_weight": from(1, "1 or more"),
  "net/netfilter/nf_conntrack_max": {
    holds: ([value = 0]) => value === 0 || value >= ENOUGH,
    least: `${ENOUGH} or more`,
  },
  "net/nf_conntrack_max": { holds: ([value = 0]) => value === 0 || value >= ENOUGH, least: `${ENOUGH} or more` },
};

function ending(sysctl: Sysctl, range: typeof PORTS | undefined): Fault[] {
  const limit = LIMITS[sysctl.parts.join("/")];
  const numbers = sysctl.value
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (!limit || limit.holds(numbers, sysctl, range)) return [];
  const rule = "it ends TCP over the host's loopback, by which Pulumi speaks to its plugins";
  return [{ path: sysctl.path, value: sysctl.value, rule, fix: `write ${limit.least}` }];
}

/** How many ports of a range a list such as `1000-2000,3000` leaves. */
function free(reserved: string, { first, last }: typeof PORTS): number {
  const taken = new Set<number>();
  for (const [, start, end = start] of reserved.matchAll(/(\d+)(?:-(\d+))?/g))
    for (let port = Math.max(Number(start), first); port <= Math.min(Number(end), last); port++) taken.add(port);
  return last - first + 1 - taken.size;
}
