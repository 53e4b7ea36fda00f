import type { Json } from "../../providers/host/json.ts";
import { PROTOCOL } from "../../providers/host/mark.ts";
import { device, type Names, named, namesOf, type Place, spoken } from "../names.ts";
import type { Table } from "../output/table.ts";
import type { Seen } from "../read/seen.ts";
import { byName, type View } from "./view.ts";

/** One route. */
export interface Route {
  family: "ipv4" | "ipv6";
  /** main, local, default, a number, or a name of /etc/iproute2/rt_tables. */
  table: string;
  /** A network, an address, or "default". */
  destination: string;
  /** unicast, blackhole, unreachable, prohibit, throw; local, broadcast, ... in table local. */
  type: string;
  /** The next hop. */
  via: string | null;
  /** The interface that has the next hop's address. */
  gateway: Place | null;
  dev: string | null;
  /** The Docker network that `dev` stands for. */
  network: string | null;
  /** The address that packets get which have none yet. */
  source: string | null;
  /** Who made it: kernel, boot, static, dhcp, bridgework, ... */
  protocol: string;
  scope: string | null;
  metric: number;
}

export const routesView: View = {
  name: "routes",
  summary: "routing tables, IPv4 and IPv6",
  nothing: "no routes",
  all: "table local and multicast, which the kernel keeps for itself",
  details: ["routes"],
  look(seen, all) {
    const json = routes(seen, all);
    return { json, tables: [table(json)] };
  },
};

export function routes(seen: Seen, all: boolean): Route[] {
  const names = namesOf(seen);
  const rows = (seen.details.routes ?? []).flatMap((json) =>
    hopsOf(json).map((hop) => row({ ...json, ...hop }, names)),
  );
  return rows
    .filter((route) => all || (route.table !== "local" && route.type !== "multicast"))
    .sort(
      (a, b) =>
        byTable(a.table, b.table) ||
        byName(a.family, b.family) ||
        Number(b.destination === "default") - Number(a.destination === "default") ||
        byName(a.destination, b.destination) ||
        a.metric - b.metric ||
        byName(a.dev ?? "", b.dev ?? ""),
    );
}

/** A route over several next hops is a row for each. */
function hopsOf({ nexthops }: Record<string, Json>): Record<string, Json>[] {
  return Array.isArray(nexthops) && nexthops.length > 0 ? (nexthops as Record<string, Json>[]) : [{}];
}

function row(json: Record<string, Json>, names: Names): Route {
  const via = text(json.gateway ?? (json.via as Record<string, Json> | undefined)?.host);
  const dev = text(json.dev);
  return {
    // `ip` prints no family; only IPv6 routes have a preference (RFC 4191).
    family: json.pref === undefined ? "ipv4" : "ipv6",
    table: String(json.table ?? "main"),
    destination: String(json.dst),
    type: String(json.type ?? "unicast"),
    via,
    gateway: (via && names.address(via)) || null,
    dev,
    network: (dev && names.network(dev)) || null,
    source: text(json.prefsrc),
    protocol: json.protocol === PROTOCOL ? "bridgework" : String(json.protocol ?? ""),
    scope: text(json.scope),
    metric: Number(json.metric ?? 0),
  };
}

function text(value: Json | undefined): string | null {
  return value === undefined || value === "" ? null : String(value);
}

/** main first, local last. */
function byTable(a: string, b: string): number {
  const rank = (name: string) => (name === "main" ? 0 : name === "local" ? 2 : 1);
  return rank(a) - rank(b) || byName(a, b);
}

export function table(rows: readonly Route[]): Table {
  const several = rows.some((route) => route.table !== "main");
  return {
    columns: [
      { header: "TABLE", optional: true },
      { header: "DESTINATION" },
      { header: "VIA", optional: true },
      { header: "DEV" },
      { header: "SOURCE", optional: true },
      { header: "MADE BY" },
      { header: "METRIC", align: "right", optional: true },
    ],
    rows: rows.map((route) => [
      several ? route.table : "",
      route.type === "unicast" ? route.destination : `${route.type} ${route.destination}`,
      named(route.via ?? "", route.gateway && spoken(route.gateway.in)),
      device(route.dev, route.network),
      route.source ?? "",
      route.protocol,
      route.metric > 0 ? String(route.metric) : "",
    ]),
  };
}
