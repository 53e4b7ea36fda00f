import { inGroups } from "../../../../net/in-groups.ts";
import { type KnownSets, knownSetsIn } from "../../../../net/sets/known.ts";
import { type Rules, readRules } from "../../../../net/walk/rules.ts";
import type { Inquiry, Question, Reply, World } from "./inquiry.ts";

/** What the kernel says of a destination. */
export interface Route {
  dev: string;
  gateway?: string;
  /** The source address that the kernel would choose. */
  source?: string;
  /** True where the destination is the machine itself. */
  local: boolean;
}

/** A lookup that fails, in the kernel's words. */
export interface NoRoute {
  error: string;
}

interface RouteJson {
  type?: string;
  dev: string;
  gateway?: string;
  via?: { host: string };
  prefsrc?: string;
}

/** What else a lookup goes by: where the packet comes from, or what its maker asks for. */
export interface Origin {
  src?: string;
  iif?: string;
  oif?: string;
  mark?: string;
}

/** `ip route get`: the kernel's own decision, with policy rules and, for a packet from outside, rp_filter. */
export function* routeTo(scope: string, dst: string, from: Origin = {}): Inquiry<Route | NoRoute> {
  const said = { from: from.src, iif: from.iif, oif: from.oif, mark: from.mark };
  const origin = Object.entries(said).flatMap(([word, value]) => (value === undefined ? [] : [word, value]));
  const reply = yield { scope, argv: ["ip", "-j", "route", "get", dst, ...origin] };
  const [route] = listOf<RouteJson>(reply);
  if (!route) return { error: reply.stderr.trim().replace("RTNETLINK answers: ", "") };
  const gateway = route.gateway ?? route.via?.host;
  return {
    dev: route.dev,
    local: route.type === "local",
    ...(gateway ? { gateway } : {}),
    ...(route.prefsrc ? { source: route.prefsrc } : {}),
  };
}

export interface Neighbour {
  /** REACHABLE, STALE, INCOMPLETE, FAILED, PERMANENT ... */
  state: string | undefined;
  mac: string | undefined;
}

/** What the kernel knows of a neighbour; both undefined where it has no entry. */
export function* neighbour(scope: string, address: string, dev: string): Inquiry<Neighbour> {
  return readNeighbour(yield ofNeighbour(scope, address, dev));
}

/** The same after it was asked for once more: the kernel forgets who did not answer. */
export function* askedNeighbour(scope: string, address: string, dev: string): Inquiry<Neighbour> {
  return readNeighbour(yield { ...ofNeighbour(scope, address, dev), around: "asking" });
}

function ofNeighbour(scope: string, address: string, dev: string): Question {
  return { scope, argv: ["ip", "-j", "neigh", "show", "to", address, "dev", dev] };
}

function readNeighbour(reply: Reply): Neighbour {
  const [entry] = listOf<{ state?: string[]; lladdr?: string }>(reply);
  return { state: entry?.state?.[0], mac: entry?.lladdr?.toLowerCase() };
}

export interface Held {
  dev: string;
  address: string;
}

/** The scope's addresses with their devices. */
export function* addressesOf(scope: string): Inquiry<Held[]> {
  const reply = yield { scope, argv: ["ip", "-j", "addr", "show"] };
  const links = listOf<{ ifname: string; addr_info?: { local?: string }[] }>(reply);
  return links.flatMap(({ ifname, addr_info }) =>
    (addr_info ?? []).flatMap(({ local }) => (local ? [{ dev: ifname, address: local }] : [])),
  );
}

/** A scope that has the address: by declaration, or because the host has it. */
export function* ownerOf(world: World, address: string): Inquiry<string | undefined> {
  const declared = world.owners.get(address)?.[0];
  if (declared !== undefined) return declared;
  const held = yield* addressesOf("host");
  return held.some((one) => one.address === address) ? "host" : undefined;
}

/** Rules as one program prints them. */
export interface Ruleset {
  argv: string[];
  rules: Rules;
  /** What the sets have that the rules ask; absent where they ask none. */
  sets?: KnownSets;
}

/**
 * What iptables shows, and the legacy tables that it does not show and says are there: the kernel asks both. Empty where
 * the program is missing, since then nobody made rules with it.
 */
export function* rulesetsOf(scope: string, family: 4 | 6): Inquiry<Ruleset[]> {
  const argv = saveArgv(family);
  const reply = yield { scope, argv };
  const shown = { argv, rules: readRules(reply.stdout), ...(yield* setsAsked(scope, reply.stdout)) };
  if (!reply.stderr.includes("legacy tables present")) return [shown];
  const hidden = [family === 4 ? LEGACY : "ip6tables-legacy-save", "-c"];
  const { stdout } = yield { scope, argv: hidden };
  return [shown, { argv: hidden, rules: readRules(stdout), ...(yield* setsAsked(scope, stdout)) }];
}

/** The sets of a scope, where rules ask any. */
function* setsAsked(scope: string, rules: string): Inquiry<Pick<Ruleset, "sets">> {
  if (!rules.includes("--match-set ")) return {};
  const { code, stdout } = yield { scope, argv: ["ipset", "save"] };
  return code === 0 ? { sets: knownSetsIn(stdout) } : {};
}

const LEGACY = "iptables-legacy-save";

/** Without -t: naming a table would create it. */
export function saveArgv(family: 4 | 6): string[] {
  return [family === 4 ? "iptables-save" : "ip6tables-save", "-c"];
}

/** The program that changes what the other prints: "iptables-legacy". */
export function toolOf([program = ""]: readonly string[]): string {
  return program.replace(/-save$/, "");
}

/** Values of sysctl files; undefined for one that does not exist. */
export function* sysctls(scope: string, ...keys: string[]): Inquiry<(string | undefined)[]> {
  const values: (string | undefined)[] = [];
  for (const key of keys) {
    const reply = yield { scope, argv: ["cat", `/proc/sys/${key}`] };
    values.push(reply.code === 0 ? reply.stdout.trim() : undefined);
  }
  return values;
}

/** `ip -j` prints nothing, not even an empty list, when it fails. */
export function listOf<T>(reply: Reply): T[] {
  return reply.code === 0 && reply.stdout.trim() !== "" ? JSON.parse(inGroups(reply.stdout)) : [];
}
