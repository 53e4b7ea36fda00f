import type { SavedSet } from "../../../net/ipset-save.ts";
import type { Scopes } from "../../../net/schema/scope.ts";
import type { SetMatch } from "../../../net/schema/set.ts";
import { familyOfSaved } from "../../../net/sets/saved.ts";
import { declaredInstead } from "../../../net/suggest.ts";
import type { Fault } from "../../../validation/fault.ts";
import { familySaid } from "../../../validation/packets.ts";
import { otherFamily, parts } from "../../../validation/rules/sets.ts";
import { pathAt } from "../document-facts.ts";
import { savedSets } from "../kinds/set/saved.ts";
import { askedByOthers } from "../kinds/set/users.ts";
import type { Context, Item, Operation, Place, Wanted } from "../model.ts";

/** A document, and the host that it is for. */
interface Case {
  scopes: Scopes;
  host: string;
  context: Context;
  wanted: readonly Wanted[];
  operations: readonly Operation[];
  /** What other documents of the program want: it may not be there yet. */
  beside: readonly Item[];
}

/** What rules and lists ask of sets that are not declared beside them, and what others still ask of those that go. */
export function setFaults(now: Case): Fault[] {
  const faults = Object.keys(now.scopes).flatMap((scope) => unknownSets(scope, now));
  return [...faults, ...now.operations.flatMap((operation) => stillAsked(operation, now.context))];
}

/** Where a set is named. */
interface Named {
  name: string;
  place: Place;
  match?: SetMatch;
  /** Of the rule, where it says one. */
  family?: "ipv4" | "ipv6" | undefined;
}

function unknownSets(scope: string, now: Case): Fault[] {
  const { wanted, beside, context } = now;
  const isSet = (item: Item) => item.kind === "set" && item.scope === scope;
  const declared = new Set([...wanted, ...beside].filter(isSet).map(({ key }) => key));
  const going = new Set(
    now.operations.flatMap(({ kind, verb, key }) => (kind === "set" && verb === "delete" ? key : [])),
  );
  const there = new Map(
    savedSets(context.dumps.get(scope)).flatMap((set) => (going.has(set.name) ? [] : [[set.name, set] as const])),
  );
  return namesIn(scope, now.scopes)
    .filter(({ name }) => !declared.has(name))
    .flatMap((named) => {
      const set = there.get(named.name);
      return set ? unfit(named, set) : [missing(named, now.host, [...declared, ...there.keys()])];
    });
}

/** Where rules and lists of a scope name sets. */
function namesIn(scope: string, scopes: Scopes): Named[] {
  const { filter = [], forward = [], sets = {} } = scopes[scope]?.firewall ?? {};
  const rules = Object.entries({ filter, forward }).flatMap(([field, list]) =>
    list.flatMap((rule, index) =>
      (rule.sets ?? []).map((match, at): Named => {
        const path = ["firewall", field, index, "sets", at];
        return { name: match.name, place: { scope, path }, match, family: familySaid(rule) };
      }),
    ),
  );
  const members = Object.entries(sets).flatMap(([list, { type, entries = [] }]) =>
    (type === "list:set" ? entries : []).map((entry, index): Named => {
      const path = ["firewall", "sets", list, "entries", index];
      return { name: entry.split(" ")[0] ?? "", place: { scope, path } };
    }),
  );
  return [...rules, ...members];
}

function missing({ name, place, match }: Named, host: string, known: readonly string[]): Fault {
  const where = place.scope === "host" ? `host "${host}" has none` : `there is none in ${place.scope}`;
  return {
    path: pathAt(place, ...(match ? ["name"] : [])),
    value: name,
    rule: `no set of this name is declared here, and ${where}`,
    fix: `declare it in firewall.sets; ${declaredInstead(name, "sets", known)}`,
  };
}

/** What somebody else has made may have other parts than are looked up, and another family. */
function unfit({ name, place, match, family }: Named, set: SavedSet): Fault[] {
  const path = pathAt(place);
  if (!match) {
    if (set.type !== "list:set") return [];
    return [{ path, value: name, rule: "a list of sets has no other list", fix: "write the sets that it is to have" }];
  }
  const own = familyOfSaved(set);
  const isOpen = own !== undefined && family === undefined;
  return [
    ...(set.type === "list:set" ? [] : parts(match, set.type.split(",").length, path)),
    ...otherFamily(name, path, own, family),
    ...(isOpen
      ? [
          {
            path: [...path, "name"],
            value: name,
            rule: `the set is of ${own}, and the rule of both families`,
            fix: `write family: ${own} in the rule`,
          },
        ]
      : []),
  ];
}

/** The kernel lets no set go that a rule or a list has. */
function stillAsked({ verb, kind, scope, key, have }: Operation, context: Context): Fault[] {
  if (kind !== "set" || verb !== "delete" || !have) return [];
  const [first] = askedByOthers(scope, key, context);
  if (first === undefined) return [];
  return [
    {
      path: pathAt({ scope, path: ["firewall", "sets", key] }),
      value: key,
      rule: `it cannot go: ${first}, which is not ours, has it`,
      fix: "take that away first, or keep the set",
    },
  ];
}
