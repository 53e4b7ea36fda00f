import type { Json } from "../../json.ts";
import type { Declared, Operation } from "../../model.ts";
import { keyOf } from "./chains.ts";
import { entries, textOf } from "./compile.ts";
import type { Placed } from "./placed.ts";

type Scope = Record<string, Json>;

/**
 * The declaration as the host has it, for a chain that differs: entries with a rule that the host lacks are taken out,
 * and under the chain's name stand the rules that the host has and nobody declared, or all of them where only their
 * order differs.
 */
export function liveChain(declared: Declared, { key, want, have, verb }: Operation): Scope {
  const now = ((have?.props.rules ?? []) as Json[]).map(String);
  if (verb === "delete") return noted(declared.json, key, now);
  const then = ((want?.props.rules ?? []) as Json[]).map(String);
  const missing = then.filter((rule) => !now.includes(rule));
  const extra = now.filter((rule, index) => !then.includes(rule) || now.indexOf(rule) !== index);
  const kept = without(declared, key, missing);
  if (extra.length > 0) return noted(kept, key, extra);
  return missing.length > 0 ? kept : noted(kept, key, now);
}

/** For a jump that is missing or stands behind others: the rules are there, but no packet meets them. */
export function liveJump({ json }: Declared, { key, have }: Operation): Scope {
  return noted(json, `${key} jump`, have ? { at: have.props.at ?? [], behind: have.props.behind ?? [] } : "missing");
}

/** The declaration without the entries that need one of these rules in this chain. */
function without(declared: Declared, key: string, missing: readonly string[]): Scope {
  const gone = (placed: Placed) => keyOf(placed.family, placed.hook) === key && missing.includes(textOf(placed));
  const firewall = (declared.json.firewall ?? {}) as Record<string, Json>;
  const lost = entries(declared).filter(({ rules }) => rules.some(gone));
  const left = Object.entries(firewall).map(([name, list]) => {
    const indices = new Set(lost.filter(({ path }) => path[0] === name).map(({ path }) => path[1]));
    return [name, Array.isArray(list) ? list.filter((_, index) => !indices.has(index)) : list] as const;
  });
  return { ...declared.json, firewall: Object.fromEntries(left) };
}

function noted(json: Scope, key: string, value: Json): Scope {
  const firewall = (json.firewall ?? {}) as Record<string, Json>;
  return { ...json, firewall: { ...firewall, [key]: value } };
}
