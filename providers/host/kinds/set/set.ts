import type { AddressSets } from "../../../../net/schema/set.ts";
import type { Dump } from "../../dump.ts";
import type { Change, Context, Declared, Item, Kind, Observed, Ref, Told, Wanted } from "../../model.ts";
import { tellDiffering } from "../differing.ts";
import { namespaceOf } from "../namespace.ts";
import { lines, ownNames } from "./lines.ts";
import { liveSet, shownSet } from "./live.ts";
import { listOf, propsOf, propsWanted, same, setsUsed } from "./props.ts";
import { SETS, savedSets } from "./saved.ts";

/**
 * A set of addresses, ports or networks (ip_set), which rules ask. The kernel keeps no mark on it: whose it is the
 * registry says. Its entries change one by one; its options by another set that takes its place (`ipset swap`), which
 * must be of the same type and family.
 */
export const set: Kind = {
  name: "set",
  // Rules of others may have one that is to go.
  asks: ({ keys }) => (keys.length > 0 ? [SETS, { rules: "ipv4" }, { rules: "ipv6" }] : []),
  on: ({ scope }) => namespaceOf(scope),
  after: members,
  leans: (item) => members(item).map((on) => ({ property: `set ${on.key}`, on })),
  fixed: ["type", "family"],
  // Another that takes its place has what others have added for a time no more, nor its size.
  delicate: ["passing", "hashsize", "size"],
  claimed: () => true,
  // Nobody has claimed it, and it is as it was declared: who made it is not told.
  recall: () => ({}),
  credible: (key) => !key.includes(" "),
  want,
  observe,
  same,
  tell,
  lines,
  show: shownSet,
  home: ({ scope, key }) => ({ scope, path: ["firewall", "sets", key] }),
  live: liveSet,
};

function want({ scope, json }: Declared): Wanted[] {
  const sets: AddressSets = json.firewall?.sets ?? {};
  return Object.entries(sets).map(([key, declared]) => ({
    kind: "set",
    scope,
    key,
    props: propsWanted(declared),
    at: { scope, path: ["firewall", "sets", key] },
  }));
}

function observe(dump: Dump, { claims, owner }: Context): Observed[] {
  return savedSets(dump).map((saved) => {
    const ref: Ref = { kind: "set", scope: dump.scope, key: saved.name };
    // What a crash has left in the middle of an exchange.
    const isOwn = saved.name.startsWith(ownNames(owner));
    return { ...ref, props: propsOf(saved), owner: isOwn ? owner : claims.claimant(ref) };
  });
}

function members({ scope, props }: Item): Ref[] {
  return setsUsed(props).map((key) => ({ kind: "set", scope, key }));
}

/** Of a thousand entries those that differ. */
function tell({ property, want, have }: Change): Told | undefined {
  if (property !== "entries" || have === undefined || have === null) return undefined;
  return tellDiffering("entries", listOf(have), listOf(want));
}
