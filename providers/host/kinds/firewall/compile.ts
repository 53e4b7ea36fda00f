import type { Filter, Firewall } from "../../../../net/schema/firewall.ts";
import { familyOfSet } from "../../../../net/sets/shape.ts";
import type { Declared } from "../../model.ts";
import { FAMILIES, type Family, HOOK_NAMES, type HookName } from "./chains.ts";
import { type FamilyOfSet, filterRules, forwardRules } from "./compile-filter.ts";
import { masqueradeRules } from "./compile-masquerade.ts";
import { publishRules } from "./compile-publish.ts";
import { loopbackFirst } from "./loopback-first.ts";
import { normal } from "./normal.ts";
import type { Placed } from "./placed.ts";
import { format } from "./spelling.ts";

export interface WantedChain {
  family: Family;
  hook: HookName;
  /** Without the owner's mark; see comment.ts. */
  rules: string[];
}

/** One entry of a declaration, with the rules that carry it out. */
export interface Entry {
  /** Its place below `firewall`: ["masquerade", 0]. */
  path: [keyof Firewall, number];
  rules: Placed[];
}

/**
 * What a scope declares under `firewall`, entry by entry, in the order in which packets meet the rules: filter before
 * forward before publish, each in the order of its list.
 */
export function entries({ json, scopes, scope }: Declared): Entry[] {
  const firewall = (json.firewall ?? {}) as Firewall;
  const ofSet: FamilyOfSet = (name) => {
    const set = firewall.sets?.[name];
    return set && familyOfSet(set);
  };
  const filter = (entry: Filter) => filterRules(entry, ofSet);
  return [
    ...listed("filter", firewall.filter, scope === "host" ? loopbackFirst(json, filter) : filter),
    ...listed("forward", firewall.forward, (entry) => forwardRules(entry, ofSet)),
    ...listed("publish", firewall.publish, (publish) => publishRules(publish, { scope, scopes })),
    ...listed("masquerade", firewall.masquerade, masqueradeRules),
  ];
}

function listed<T>(name: keyof Firewall, list: readonly T[] | undefined, rules: (entry: T) => Placed[]): Entry[] {
  return (list ?? []).map((entry, index) => ({ path: [name, index], rules: rules(entry) }));
}

/** The rule as items hold it. */
export function textOf({ rule }: Placed): string {
  return format(normal(rule));
}

/** The three kinds of the firewall ask for the same chains. */
const compiled = new WeakMap<Declared["json"], WantedChain[]>();

/** The chains that a scope's declaration needs; a chain without rules is not one of them. */
export function chainsWanted(declared: Declared): WantedChain[] {
  const known = compiled.get(declared.json) ?? compile(declared);
  compiled.set(declared.json, known);
  return known;
}

function compile(declared: Declared): WantedChain[] {
  const placed = entries(declared).flatMap(({ rules }) => rules);
  return FAMILIES.flatMap((family) =>
    HOOK_NAMES.flatMap((hook) => {
      const here = placed.filter((each) => each.family === family && each.hook === hook);
      // Two entries may need the same rule; twice it would only count twice.
      const rules = [...new Set(here.map(textOf))];
      return rules.length === 0 ? [] : [{ family, hook, rules }];
    }),
  );
}
