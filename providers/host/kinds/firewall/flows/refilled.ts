import type { KnownSets } from "../../../../../net/sets/lookup.ts";
import type { Dump } from "../../../dump.ts";
import type { Rerouting } from "../../../flow-change.ts";
import type { Line } from "../../../model.ts";
import { knownSets } from "../../set/saved.ts";
import { chainName, FAMILIES, HOOK_NAMES, HOOKS } from "../chains.ts";
import { shown } from "../comment.ts";
import { tableOf } from "../save.ts";
import { setsIn } from "../spelling.ts";

/** The sets that rules ask, before and after a change. */
export interface Around {
  before: KnownSets;
  after: KnownSets;
}

/**
 * What lines for conntrack are about, of one scope: the rules that change, and those that stay and ask a set that
 * changes.
 */
export function changesIn(lines: readonly Line[], dump: Dump, owner: string): { changes: Rerouting[]; sets: Around } {
  const before = knownSets(dump);
  const after = new Map(before);
  for (const { name, now } of lines.flatMap(({ refilled }) => refilled ?? [])) {
    if (now) after.set(name, now);
    else after.delete(name);
  }
  const changes = lines.flatMap(({ rerouting }) => rerouting ?? []);
  const names = lines.flatMap(({ refilled }) => refilled?.name ?? []);
  return { changes: [...changes, ...staying(changes, withLists(names, before), dump, owner)], sets: { before, after } };
}

/** The sets themselves, and the lists that have one of them. */
function withLists(names: readonly string[], sets: KnownSets): string[] {
  const lists = [...sets].filter(
    ([, { type, entries }]) => type === "list:set" && entries.some((entry) => names.includes(entry)),
  );
  return [...names, ...lists.map(([name]) => name)];
}

function staying(changes: readonly Rerouting[], names: readonly string[], dump: Dump, owner: string): Rerouting[] {
  return FAMILIES.flatMap((family) =>
    HOOK_NAMES.flatMap((hook) => {
      const chain = chainName(owner, HOOKS[hook]);
      const isTold = changes.some((change) => change.family === family && change.hook === hook);
      const rules = isTold ? [] : (tableOf(dump, family, HOOKS[hook].table)?.get(chain)?.rules ?? []);
      if (!rules.some((rule) => setsIn(rule).some((name) => names.includes(name)))) return [];
      const same = rules.map((rule) => shown(rule, owner));
      return [{ family, hook, chain, before: same, after: same }];
    }),
  );
}
