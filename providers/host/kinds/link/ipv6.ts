import { parseCidr, parseIp } from "../../../../net/ip.ts";
import type { Scope } from "../../../../net/schema/scope.ts";
import { ALONG, type Dump, type Entry, type Question } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Line, Operation } from "../../model.ts";
import { orderOf } from "../order.ts";
import { infoKind, linksOf } from "../questions.ts";
import { pathOf } from "../sysctl.ts";
import type { Placed } from "./type.ts";
import { linkType } from "./types.ts";

/** As the kernel has it, `net.ipv6.conf.LINK.disable_ipv6`: with 1 a link loses all that it has of IPv6, and takes none. */
export const DISABLE_IPV6 = "disable_ipv6";

/**
 * Whether IPv6 must be on for what is declared of a link: its addresses, routes and neighbours. Loopback takes every
 * packet that a namespace sends to an address of its own. What a sysctl says of it is not said twice.
 */
export function needsIpv6({ name, json: { type } }: Placed, beside: readonly Placed[], scope: Scope): boolean {
  const path = settingOf(name);
  if (Object.keys(scope.sysctls ?? {}).some((key) => pathOf(key) === path)) return false;
  const using = linksUsing(beside, scope);
  return type === "loopback" ? using.size > 0 : using.has(name);
}

/** Worked out once a scope: every link of it asks. */
const known = new WeakMap<readonly Placed[], Set<string>>();

function linksUsing(beside: readonly Placed[], { routes = [], neighbours = [] }: Scope): Set<string> {
  const found =
    known.get(beside) ??
    new Set([
      ...beside.filter(({ json }) => (json.addresses ?? []).some(isSix)).map(({ name }) => name),
      ...routes
        .filter(isOfSix)
        .flatMap(({ dev, nexthops = [] }) => [{ dev }, ...nexthops].flatMap((hop) => hop.dev ?? [])),
      ...neighbours.filter(({ address }) => parseIp(address).family === 6).map(({ dev }) => dev),
    ]);
  known.set(beside, found);
  return found;
}

function isOfSix({ to, via, nexthops, family }: NonNullable<Scope["routes"]>[number]): boolean {
  return family === "ipv6" || isSix(via ?? nexthops?.[0]?.via ?? to);
}

function isSix(entry: Json): boolean {
  const text = typeof entry === "string" ? entry : String((entry as Entry).address);
  return text !== "default" && parseCidr(text.includes("/") ? text : `${text}/0`).family === 6;
}

/** Asked of links that could have it and show nothing of it: one that IPv6 is off for has no address of it. */
export function asksForIpv6(dump: Dump): Question[] {
  const mute = linksOf(dump).filter((link) => isOurKind(link) && !showsIpv6(link));
  if (mute.length === 0) return [];
  return [{ settings: [], along: [...mute.map(({ ifname }) => settingOf(ifname)), settingOf("default")], names: [] }];
}

function isOurKind(link: Entry): boolean {
  return link.ifname === "lo" || linkType(infoKind(link)) !== undefined;
}

function showsIpv6({ addr_info }: Entry): boolean {
  return ((addr_info ?? []) as Entry[]).some(({ local }) => String(local).includes(":"));
}

/** 1 where IPv6 is off, null where there is no need to ask or no such setting. */
export function ipv6Of(link: Entry, { sysctls }: Dump): Json {
  const path = settingOf(link.ifname);
  const value = sysctls[path] ?? sysctls[ALONG + path];
  return showsIpv6(link) || value === undefined ? null : Math.min(Number(value), 1);
}

export function sameIpv6(want: Json, have: Json): boolean {
  return (want ?? 0) === (have ?? 0);
}

export function setIpv6({ scope, key }: Operation, value: Json): Line {
  return {
    stage: "configure",
    order: orderOf("set"),
    scope,
    tool: "sysctl",
    text: `${settingOf(key)} = ${value ?? 0}`,
  };
}

/** A link that is made has what its namespace has for new ones; a namespace that is made as well has the kernel's own. */
export function ipv6WhenMade(operation: Operation, dump: Dump | undefined): Line[] {
  const wanted = operation.want?.props[DISABLE_IPV6] ?? null;
  const path = settingOf("default");
  const born = dump === undefined ? "0" : (dump.sysctls[path] ?? dump.sysctls[ALONG + path]);
  return wanted === null || String(wanted) === born ? [] : [setIpv6(operation, wanted)];
}

function settingOf(name: Json | undefined): string {
  return `net/ipv6/conf/${name}/${DISABLE_IPV6}`;
}
