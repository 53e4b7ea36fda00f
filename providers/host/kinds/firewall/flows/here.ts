import { type Cidr, contains, parseRange } from "../../../../../net/ip.ts";
import type { Packet } from "../../../../../net/walk/packet.ts";
import { readRules } from "../../../../../net/walk/rules.ts";
import { walk } from "../../../../../net/walk/walk.ts";
import { type Dump, type Entry, objectsOf } from "../../../dump.ts";
import { linksOf, ROUTES } from "../../questions.ts";
import { knownSets } from "../../set/saved.ts";

import { type Family, HOOKS, type HookName } from "../chains.ts";
import { type FirstPacket, ipOf } from "./meets.ts";

/** What a scope is to the packets that meet its rules. */
export interface Here {
  /** Whether an address is one of the scope's own. */
  isLocal(address: string): boolean;
  /** The interface that leads to an address by the main table; undefined where none does. */
  towards(address: string): string | undefined;
  /** What all rules but those of one chain do with a packet: "ACCEPT"; undefined where that cannot be told. */
  without(chain: string, family: Family, hook: HookName, packet: FirstPacket): string | undefined;
}

const MAIN = "254";
const UNICAST = "1";

export function hereIn(dump: Dump): Here {
  const entries = linksOf(dump).flatMap(({ addr_info }) => (addr_info ?? []) as Entry[]);
  const own = new Set(entries.map(({ local }) => String(local)));
  const ways = objectsOf(dump, ROUTES)
    .flatMap(wayOf)
    .toSorted((a, b) => b.to.prefix - a.to.prefix || a.metric - b.metric);
  const isLocal = (address: string) => own.has(address) || address.startsWith("127.") || address === "::1";
  const others = strangers(dump.firewall);
  const sets = knownSets(dump);
  return {
    isLocal,
    towards(address) {
      const ip = ipOf(address);
      return isLocal(address) ? "lo" : ip && ways.find(({ to }) => contains(to, ip))?.dev;
    },
    without(chain, family, hook, packet) {
      const { table, builtin } = HOOKS[hook];
      const seen = { ...asSeen(packet), local: [...own], sets };
      const { target, certain } = walk(others(chain, family), table, builtin, seen);
      return certain ? target : undefined;
    },
  };
}

interface WayOut {
  to: Cidr;
  metric: number;
  dev: string;
}

function wayOf(route: Entry): WayOut[] {
  const { dst, dev, table = MAIN, type = UNICAST, metric = 0, pref } = route;
  if (String(table) !== MAIN || String(type) !== UNICAST || typeof dev !== "string") return [];
  // `ip` prints no family; only IPv6 routes have a preference (RFC 4191).
  const everywhere = pref === undefined ? "0.0.0.0/0" : "::/0";
  return [{ to: parseRange(dst === "default" ? everywhere : String(dst)), metric: Number(metric), dev }];
}

/** The rules of a scope without those of one chain: an empty chain decides nothing. */
function strangers(firewall: Dump["firewall"]) {
  const known = new Map<string, ReturnType<typeof readRules>>();
  return (chain: string, family: Family) => {
    const rules = known.get(`${chain} ${family}`) ?? readRules(firewall[family] ?? "");
    for (const table of Object.values(rules)) delete table[chain];
    known.set(`${chain} ${family}`, rules);
    return rules;
  };
}

/** As the walk through anybody's rules takes it: a new connection begins with a SYN. */
function asSeen({ protocol, src, dst, icmpType, sport, dport, in: entry, out: exit }: FirstPacket) {
  return {
    family: src.includes(":") ? (6 as const) : (4 as const),
    protocol: (protocol === "ipv6-icmp" ? "icmpv6" : protocol) as Packet["protocol"],
    ...{ src, dst, state: "NEW" as const, flags: protocol === "tcp" ? ["SYN"] : [] },
    ...defined({ icmpType, sport, dport, in: entry, out: exit }),
  };
}

function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [K in keyof T]: Exclude<T[K], undefined> };
}
