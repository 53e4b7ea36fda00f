import type { Told } from "../walk/match.ts";
import type { Seen } from "../walk/packet.ts";
import { fieldOf, meets } from "./match.ts";
import {
  isOfIptables,
  type NftChain,
  type NftRule,
  packetsOf,
  placeOf,
  type Ruleset,
  type Statement,
} from "./ruleset.ts";

/** What becomes of a packet in a base chain of nftables. */
export interface NftVerdict {
  /** "drop", "reject"; "dnat", "snat", "masquerade", "redirect" with what is written after it. */
  verdict: string;
  operand: unknown;
  /** "rule 3 of chain f (counter drop)", as a person finds it. */
  place: string;
  /** False where a match before it or in it could not be told. */
  certain: boolean;
  /** How many packets it has decided over, in a later look at the rules; undefined where nothing counts them. */
  count(rules: Ruleset): number | undefined;
}

const PASSES = new Set(["counter", "log", "comment", "notrack", "match", "xt", "meta", "mangle", "flow", "set"]);
const TRANSLATES = new Set(["dnat", "snat", "masquerade", "redirect"]);
const STOPS = new Set(["drop", "reject"]);
const DEPTH = 16;

/** Which chains of a hook are asked: all families that see the packet, in the order of their priorities. */
export function chainsAt(rules: Ruleset, hook: string, families: readonly string[]): NftChain[] {
  const there = rules.chains.filter((chain) => chain.hook === hook && families.includes(chain.family));
  return there.filter((chain) => !isOfIptables(chain)).toSorted((a, b) => (a.prio ?? 0) - (b.prio ?? 0));
}

interface Walk {
  rules: Ruleset;
  packet: Seen;
  certain: boolean;
  doubts: NftVerdict[];
}

/** What stops or translates the packet in one base chain, after what may; empty where it passes as it is. */
export function walkChain(rules: Ruleset, chain: NftChain, packet: Seen): NftVerdict[] {
  const walk: Walk = { rules, packet, certain: true, doubts: [] };
  const found = through(walk, chain, 0);
  if (found) return found === "passes" ? walk.doubts : [...walk.doubts, found];
  if (chain.policy !== "drop") return walk.doubts;
  const place = `policy drop of chain ${chain.name}`;
  return [...walk.doubts, { verdict: "drop", operand: null, place, certain: walk.certain, count: () => undefined }];
}

type Found = NftVerdict | "passes" | "returns" | undefined;

function through(walk: Walk, chain: NftChain, depth: number): Exclude<Found, "returns"> {
  for (const [index, rule] of chain.rules.entries()) {
    const found = byRule(walk, chain, rule, index, depth);
    if (found === "returns") return undefined;
    if (found) return found;
  }
  return undefined;
}

function byRule(walk: Walk, chain: NftChain, rule: NftRule, index: number, depth: number): Found {
  let told: Told = true;
  for (const statement of rule.expr) {
    const [name = ""] = Object.keys(statement);
    if (name === "match") told = both(told, meets(statement, walk.packet, chain, walk.rules));
    // `xt` is a match of iptables that nft does not know; limits and the like depend on what was before.
    else if (name === "xt" || name === "limit" || name === "quota" || name === "fib") told = both(told, undefined);
    else if (!PASSES.has(name)) {
      const found = decided(walk, chain, rule, index, depth, statement);
      if (told || found === undefined) return found;
      if (typeof found === "object") walk.doubts.push({ ...found, certain: false });
      walk.certain = false;
      return undefined;
    }
    if (told === false) return undefined;
  }
  return undefined;
}

function both(one: Told, other: Told): Told {
  if (one === false || other === false) return false;
  return one === undefined || other === undefined ? undefined : true;
}

function decided(
  walk: Walk,
  chain: NftChain,
  rule: NftRule,
  index: number,
  depth: number,
  statement: Statement,
): Found {
  const [name = "", operand] = Object.entries(statement)[0] ?? [];
  if (name === "accept" || name === "queue") return "passes";
  if (name === "return") return "returns";
  if (name === "vmap") return mapped(walk, chain, rule, index, depth, operand as Vmap);
  if (name === "jump" || name === "goto") return called(walk, chain, name, operand as { target: string }, depth);
  if (!STOPS.has(name) && !TRANSLATES.has(name)) return undefined;
  const comment = rule.comment === undefined ? "" : ` "${rule.comment}"`;
  const key = [placeOf(chain), chain.name].join(" ");
  return {
    verdict: name,
    operand,
    place: `rule ${index + 1} of chain ${chain.name}${comment}`,
    certain: walk.certain,
    count: ({ chains }) => {
      const now = chains.find((one) => `${placeOf(one)} ${one.name}` === key)?.rules[index];
      return now && packetsOf(now);
    },
  };
}

function called(
  walk: Walk,
  { family, table }: NftChain,
  how: string,
  { target }: { target: string },
  depth: number,
): Found {
  const chain = walk.rules.chains.find((one) => one.name === target && one.family === family && one.table === table);
  const found = chain && depth < DEPTH ? through(walk, chain, depth + 1) : undefined;
  return found ?? (how === "goto" ? "returns" : undefined);
}

interface Vmap {
  key: Record<string, Record<string, string>>;
  data: { set?: [unknown, Statement | null][] } | string;
}

/** A verdict map: the first element that has the packet's value decides. */
function mapped(walk: Walk, chain: NftChain, rule: NftRule, index: number, depth: number, { key, data }: Vmap): Found {
  const elements = typeof data === "string" ? undefined : data.set;
  if (!elements || fieldOf(key, walk.packet) === undefined) {
    walk.certain = false;
    return undefined;
  }
  for (const [right, statement] of elements) {
    const told = meets({ match: { op: "==", left: key, right } }, walk.packet, chain, walk.rules);
    if (told && statement) return decided(walk, chain, rule, index, depth, statement);
    if (told === undefined) walk.certain = false;
  }
  return undefined;
}
