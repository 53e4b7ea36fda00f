import { contains, network, parseIp, parseRange } from "../../../../net/ip.ts";
import { containerOf } from "../../../../net/scope.ts";
import type { Packet } from "../../../../net/walk/packet.ts";
import { listOf } from "./facts.ts";
import type { Inquiry, Journey, Why } from "./inquiry.ts";

/** A policy rule as `ip -j rule show` prints it. */
interface RuleJson {
  priority: number;
  src?: string;
  srclen?: number;
  dst?: string;
  dstlen?: number;
  iif?: string;
  table?: string;
  /** "blackhole", "prohibit", "unreachable"; "lookup" is not printed. */
  action?: string;
  [selector: string]: unknown;
}

export interface RouteJson {
  type?: string;
  dst: string;
  dev?: string;
  metric?: number;
}

const KNOWN = new Set(["priority", "src", "srclen", "dst", "dstlen", "iif", "table", "action", "protocol"]);
const STOPS = new Set(["blackhole", "prohibit", "unreachable"]);

/**
 * The policy rule, or the route and its table, by which a lookup fails: `ip route get` only says that it does; else a
 * table that a rule asks in vain. Undefined where nothing has a route, or where a rule before it asks for what is not
 * known here (a mark, a user). What to do is the command that takes it away, where it says that it stops.
 */
export function* stopper({ scope, packet, in: dev }: Journey): Inquiry<Why | undefined> {
  const family = packet.family === 4 ? "-4" : "-6";
  let barren: string | undefined;
  for (const rule of listOf<RuleJson>(yield { scope, argv: ["ip", family, "-j", "rule", "show"] })) {
    const met = selects(rule, packet, dev ?? "lo");
    if (met === undefined) return undefined;
    if (!met) continue;
    if (STOPS.has(rule.action ?? ""))
      return {
        words: `rule ${rule.priority}: ${wordsOf(rule)}`,
        next: takenAway(scope, family, `rule del pref ${rule.priority}`),
      };
    if (rule.table === undefined) return undefined;
    const route = nearest(yield* routesOf(scope, family, rule.table), packet.dst);
    if (route && STOPS.has(route.type ?? "")) {
      const table = rule.table === "main" ? "" : ` table ${rule.table}`;
      return {
        words: `${route.type} ${route.dst} in table ${rule.table}${by(rule)}`,
        next: takenAway(scope, family, `route del ${route.type} ${route.dst}${table}`),
      };
    }
    if (route && route.type !== "throw") return undefined;
    if (!route && !USUAL.has(rule.table)) barren ??= yield* emptiness(scope, family, rule);
  }
  return barren === undefined ? undefined : { words: barren };
}

/** Another route does not help where one stops, or a rule. */
function takenAway(scope: string, family: string, words: string): string {
  const inside = containerOf(scope) !== undefined;
  const there = scope === "host" || inside ? "" : ` -n ${scope}`;
  return `ip${there}${family === "-6" ? " -6" : ""} ${words}${inside ? " inside it" : ""} takes it away`;
}

/** Tables that every packet asks. */
const USUAL = new Set(["local", "main", "default"]);

/** A table that a rule sends packets to, and has nothing for any. */
function* emptiness(scope: string, family: string, { table = "", priority }: RuleJson): Inquiry<string | undefined> {
  const routes = yield* routesOf(scope, family, table);
  return routes.length === 0 ? `table ${table}, which rule ${priority} asks, has no route` : undefined;
}

/** A table that does not exist is none that a packet stops at. */
export function* routesOf(scope: string, family: string, table: string): Inquiry<RouteJson[]> {
  return listOf<RouteJson>(yield { scope, argv: ["ip", family, "-j", "route", "show", "table", table] });
}

function selects(rule: RuleJson, packet: Packet, dev: string): boolean | undefined {
  const met =
    within(packet.src, rule.src, rule.srclen) &&
    within(packet.dst, rule.dst, rule.dstlen) &&
    (rule.iif === undefined || rule.iif === dev);
  if (!met && !("not" in rule)) return false;
  return Object.keys(rule).some((key) => !KNOWN.has(key)) ? undefined : met;
}

function within(address: string, base: string | undefined, length: number | undefined): boolean {
  if (base === undefined || base === "all") return true;
  return contains(rangeOf(length === undefined ? base : `${base}/${length}`), parseIp(address));
}

function rangeOf(text: string) {
  return network(parseRange(text));
}

/** The longest prefix wins, then the smallest metric. */
export function nearest(routes: readonly RouteJson[], address: string): RouteJson | undefined {
  const length = ({ dst }: RouteJson) => (dst === "default" ? -1 : rangeOf(dst).prefix);
  return routes
    .filter(({ dst }) => dst === "default" || contains(rangeOf(dst), parseIp(address)))
    .toSorted((a, b) => length(b) - length(a) || (a.metric ?? 0) - (b.metric ?? 0))[0];
}

function by(rule: RuleJson): string {
  return rule.table === "main" || rule.table === "local" ? "" : `, by rule ${rule.priority}: ${wordsOf(rule)}`;
}

/** As `ip rule` prints it. */
function wordsOf({ src = "all", srclen, dst, dstlen, iif, table, action }: RuleJson): string {
  const place = (base: string, length: number | undefined) => (length === undefined ? base : `${base}/${length}`);
  const words = ["from", place(src, srclen)];
  if (dst !== undefined) words.push("to", place(dst, dstlen));
  if (iif !== undefined) words.push("iif", iif);
  return [...words, action ?? `lookup ${table}`].join(" ");
}
