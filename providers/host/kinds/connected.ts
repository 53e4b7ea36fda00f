import { formatCidr, network, parseIp, parseRange } from "../../../net/ip.ts";
import { type Dump, objectsOf } from "../dump.ts";
import type { Json } from "../json.ts";
import { ROUTES } from "./questions.ts";
import { routeTypeName } from "./rtnetlink.ts";

type Entry = Record<string, Json>;

/** The route to its subnet, or to its peer, that the kernel makes with an address. */
interface Connected {
  table: string;
  to: string;
  dev: string;
  /** As `ip route` takes it, equal to the kernel's own. */
  words: string;
}

const MAIN = "254";
const NOT_DUE = ["secondary", "noprefixroute", "tentative", "dadfailed"];

/**
 * Which route belongs to an address as it stands now; undefined where the kernel makes none
 * (fib_add_ifaddr in net/ipv4/fib_frontend.c, addrconf_prefix_route in net/ipv6/addrconf.c): on a link that is down, on
 * loopback, whose subnets are local; for a second address of an IPv4 subnet, for one that IPv6 is not sure of, for a
 * single address without a peer.
 */
export function connected(entry: Entry, link: Entry): Connected | undefined {
  const flags = (link.flags ?? []) as Json[];
  if (!flags.includes("UP") || flags.includes("LOOPBACK") || NOT_DUE.some((flag) => entry[flag])) return undefined;
  const six = String(entry.local).includes(":");
  const whole = six ? 128 : 32;
  const prefix = entry.address !== undefined && six ? whole : Number(entry.prefixlen);
  if (prefix === whole && entry.address === undefined) return undefined;
  const to = formatCidr(network({ ...parseIp(String(entry.address ?? entry.local)), prefix }));
  if (to.startsWith("0.")) return undefined;
  const dev = String(link.ifname);
  const table = tableOf(link);
  const metric = Number(entry.metric ?? (six ? 256 : 0));
  const reach = six ? "" : ` scope link src ${entry.local}`;
  const words = `${to} table ${table}${metric > 0 ? ` metric ${metric}` : ""} dev ${dev}${reach} proto 2`;
  return { table, to, dev, words };
}

/** The main table, or that of the VRF which the link is, or belongs to. */
function tableOf({ linkinfo }: Entry): string {
  const { info_kind, info_data, info_slave_kind, info_slave_data } = (linkinfo ?? {}) as Entry;
  if (info_kind === "vrf") return String((info_data as Entry).table);
  return info_slave_kind === "vrf" ? String((info_slave_data as Entry).table) : MAIN;
}

/**
 * Whether the route of an address is there, "there" also where none is due. Any way straight to the subnet by that link
 * counts, whatever its metric and whoever made it. Addresses of one subnet share theirs: which of them was first, and has
 * it, is another one when they have gone and come.
 */
export function routeState(entry: Entry, link: Entry, dump: Dump): "there" | "missing" {
  const due = connected({ ...entry, secondary: false }, link);
  return !due || straight(dump).has(`${due.table} ${due.dev} ${due.to}`) ? "there" : "missing";
}

/** Ways of a scope that lead by no router: looked up for each of its addresses. */
function straight(dump: Dump): Set<string> {
  let ways = known.get(dump);
  if (!ways) {
    const direct = objectsOf(dump, ROUTES).filter(
      (route) => !route.gateway && !route.via && routeTypeName(route.type) === "unicast",
    );
    ways = new Set(direct.map(({ table, dev, dst }) => `${table ?? MAIN} ${dev} ${withPrefix(String(dst))}`));
    known.set(dump, ways);
  }
  return ways;
}

const known = new WeakMap<Dump, Set<string>>();

function withPrefix(dst: string): string {
  return dst === "default" ? dst : formatCidr(parseRange(dst));
}
