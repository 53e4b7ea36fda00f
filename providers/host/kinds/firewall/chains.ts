import { createHash } from "node:crypto";

export type Family = "ipv4" | "ipv6";
export type Table = "filter" | "nat";

export const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

/** A place in the kernel where a document may have rules: a built-in chain, and the chain of ours that it jumps to. */
export interface Hook {
  table: Table;
  /** The built-in chain. */
  builtin: string;
  /** What our chain's name ends in. */
  suffix: string;
}

export const HOOKS = {
  "filter input": { table: "filter", builtin: "INPUT", suffix: "IN" },
  "filter forward": { table: "filter", builtin: "FORWARD", suffix: "FWD" },
  "filter output": { table: "filter", builtin: "OUTPUT", suffix: "OUT" },
  "nat prerouting": { table: "nat", builtin: "PREROUTING", suffix: "PRE" },
  "nat output": { table: "nat", builtin: "OUTPUT", suffix: "OUT" },
  "nat postrouting": { table: "nat", builtin: "POSTROUTING", suffix: "POST" },
} as const satisfies Record<string, Hook>;

export type HookName = keyof typeof HOOKS;

export const HOOK_NAMES = Object.keys(HOOKS) as HookName[];

/** What an item of a chain or a jump is called: "ipv4 filter forward". */
export function keyOf(family: Family, hook: HookName): string {
  return `${family} ${hook}`;
}

export function splitKey(key: string): { family: Family; name: HookName; hook: Hook } {
  const [family = "", ...words] = key.split(" ");
  const name = words.join(" ") as HookName;
  return { family: family as Family, name, hook: HOOKS[name] };
}

/** Twelve hex digits that stand for an owner where its whole mark does not fit. */
export function digest(owner: string): string {
  return createHash("sha256").update(owner).digest("hex").slice(0, 12);
}

/**
 * The name of a document's own chain: `BW-1f3a5c7e9b2d-FWD`. A chain's name holds 28 bytes, a mark is longer; each
 * document has its own chains, so that no two of them ever write the same one.
 */
export function chainName(owner: string, hook: Hook): string {
  return `BW-${digest(owner)}-${hook.suffix}`;
}

/** The names of all chains that a document may have. */
export function chainNames(owner: string): Set<string> {
  return new Set(HOOK_NAMES.map((name) => chainName(owner, HOOKS[name])));
}
