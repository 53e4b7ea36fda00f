import { icmpFamilies } from "../../net/icmp.ts";
import type { AddressSet, AddressSets, SetMatch } from "../../net/schema/set.ts";
import { familyOfSet, partsOf } from "../../net/sets/shape.ts";
import { dimensionsOf } from "../../net/sets/types.ts";
import type { Facts, FilterRule } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";
import { familySaid } from "../packets.ts";

/** What rules ask of sets that are declared beside them, and lists of their members. Of others the host tells. */
export function sets({ besides, filters }: Facts): Fault[] {
  const byScope = new Map<string, AddressSets>();
  for (const { scope, declared } of besides) byScope.set(scope, { ...byScope.get(scope), ...declared.firewall?.sets });
  return [
    ...besides.flatMap(({ path, declared }) => lists(declared.firewall?.sets ?? {}, [...path, "firewall", "sets"])),
    ...filters.flatMap((filter) => asked(filter, byScope.get(filter.scope) ?? {})),
  ];
}

/** A list of sets has no lists, itself least of all: the kernel would go round in them. */
function lists(all: AddressSets, path: Path): Fault[] {
  return Object.entries(all).flatMap(([name, set]) =>
    set?.type !== "list:set"
      ? []
      : (set.entries ?? []).flatMap((entry, index) =>
          all[entry]?.type === "list:set"
            ? [
                {
                  path: [...path, name, "entries", index],
                  value: entry,
                  rule: entry === name ? "a list of sets cannot have itself" : "a list of sets has no other list",
                  fix: "write the sets that it is to have",
                },
              ]
            : [],
        ),
  );
}

function asked(filter: FilterRule, all: AddressSets): Fault[] {
  const matches = (filter.rule.sets ?? []).map((match, index) => ({ match, path: [...filter.path, "sets", index] }));
  const known = matches.flatMap(({ match, path }) => {
    const set = match && all[match.name];
    return set ? [{ match, path, set }] : [];
  });
  return [
    ...known.flatMap(({ match, path, set }) => parts(match, partsOf(set, all), path)),
    ...known.flatMap((one) => interfaces(one.match, one.set, one.path, filter.chain)),
    ...families(filter, known),
    ...message(filter, known),
  ];
}

/** @param count how many parts an entry has */
export function parts({ name, flags }: SetMatch, count: number, path: Path): Fault[] {
  const said = flags.split(",").length;
  if (said === count) return [];
  const rule = `an entry of ${name} has ${count} part${count > 1 ? "s" : ""}, and ${said === 1 ? "one side is" : `${said} sides are`} said`;
  const fix = `write ${count === 1 ? "src or dst" : `a side for each, as in ${"src,dst,dst".split(",").slice(0, count).join(",")}`}`;
  return [{ path: [...path, "flags"], value: flags, rule, fix }];
}

/** Nothing enters in chain output, and nothing leaves in chain input. */
function interfaces({ flags }: SetMatch, { type }: AddressSet, path: Path, chain: string): Fault[] {
  const at = dimensionsOf(type).indexOf("iface");
  const side = at < 0 ? undefined : flags.split(",")[at];
  const none = { "src output": "nothing enters in chain output", "dst input": "nothing leaves in chain input" };
  const rule = none[`${side} ${chain}` as keyof typeof none];
  return rule === undefined ? [] : [{ path: [...path, "flags"], value: flags, rule, fix: "take the other side" }];
}

interface Known {
  match: SetMatch;
  path: Path;
  set: AddressSet;
}

/** A rule speaks of one family: that of its addresses, else that which it says, else that of its first set. */
function families({ rule }: FilterRule, known: readonly Known[]): Fault[] {
  const [first] = known.flatMap(({ set }) => familyOfSet(set) ?? []);
  return known.flatMap(({ match, path, set }) =>
    otherFamily(match.name, path, familyOfSet(set), familySaid(rule) ?? first),
  );
}

/** A message that only one family has, in a rule whose sets make it one of the other. */
function message({ rule, path }: FilterRule, known: readonly Known[]): Fault[] {
  const { icmpType, source, destination, family } = rule;
  if (icmpType === undefined || (source ?? destination ?? family) !== undefined) return [];
  const families = icmpFamilies(icmpType);
  const [own] = known.flatMap(({ set }) => familyOfSet(set) ?? []);
  if (own === undefined || families.includes(own)) return [];
  const fix = `take a set of ${families[0]}, or another message`;
  return [{ path: [...path, "icmpType"], value: icmpType, rule: `${own} has no such message`, fix }];
}

export function otherFamily(name: string, path: Path, own: string | undefined, wanted: string | undefined): Fault[] {
  if (own === undefined || wanted === undefined || own === wanted) return [];
  const rule = `the set is of ${own}, and the rule of ${wanted}`;
  return [{ path: [...path, "name"], value: name, rule, fix: "make a set and a rule for each family" }];
}
