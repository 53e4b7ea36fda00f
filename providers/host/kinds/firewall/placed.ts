import type { Family, HookName } from "./chains.ts";
import type { Rule } from "./rule.ts";

/** A rule with the chain that it belongs to. */
export interface Placed {
  family: Family;
  hook: HookName;
  rule: Rule;
}
