import type { Dump, Question } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type {
  Asked,
  Change,
  Context,
  Declared,
  Item,
  Kind,
  Line,
  Observed,
  Operation,
  Props,
  Told,
  Wanted,
} from "../../model.ts";
import { tellDiffering } from "../differing.ts";
import { namespaceOf } from "../namespace.ts";
import { orderOf } from "../order.ts";
import { LINKS, ROUTES } from "../questions.ts";
import { setsUsed, usesOf } from "../set/props.ts";
import { SETS } from "../set/saved.ts";
import { astrayCommands, isAstray, observeAstray } from "./astray.ts";
import { chainName, FAMILIES, type Family, HOOK_NAMES, HOOKS, keyOf, splitKey } from "./chains.ts";
import { shown, written } from "./comment.ts";
import { chainsWanted } from "./compile.ts";
import { reroute } from "./flows/reroute.ts";
import { edits } from "./list-edits.ts";
import { liveChain } from "./live.ts";
import { asksForRules, splits, tableOf } from "./save.ts";
import { setsIn } from "./spelling.ts";

/**
 * A chain of our own with the rules that the declaration asks for, one a document, family and built-in chain. Its name
 * holds the owner's hash and each of its rules the owner's mark; rules without the mark are foreign, named, and removed.
 */
export const chain: Kind = {
  name: "chain",
  field: "firewall",
  // Which flows a change ends hangs on addresses and routes too.
  asks: (asked) => [LINKS, ROUTES, ...asksForRules(asked), ...asksForSets(asked)],
  on: ({ scope }) => namespaceOf(scope),
  // Without its rules that ask a set that is made anew, until that is there.
  leans: ({ scope, props }) =>
    setsUsed(props).map((key) => ({ property: `set ${key}`, on: { kind: "set", scope, key } })),
  fixed: [],
  want,
  observe,
  tell,
  lines,
  show: (item: Item) => item.props.rules ?? [],
  home: ({ scope }) => ({ scope, path: ["firewall"] }),
  live: liveChain,
  notes: splits,
};

function want(declared: Declared): Wanted[] {
  const { scope } = declared;
  return chainsWanted(declared).map(({ family, hook, rules }) => ({
    kind: "chain",
    scope,
    key: keyOf(family, hook),
    props: propsOf(rules),
    at: { scope, path: ["firewall"] },
  }));
}

function propsOf(rules: string[]): Props {
  return { rules, ...usesOf(rules.flatMap(setsIn)) };
}

/** Of many rules those that differ, in quotes: there are commas in them. */
function tell({ property, want, have }: Change): Told | undefined {
  if (property !== "rules" || have === undefined || have === null) return undefined;
  const texts = (rules: Json | undefined) => ((rules ?? []) as Json[]).map((rule) => JSON.stringify(rule));
  const told = tellDiffering("rules", texts(have), texts(want));
  return told ?? { does: "rules reordered", found: "its rules are in another order" };
}

/** Rules may ask sets that are somebody else's. */
function asksForSets({ wants }: Asked): Question[] {
  return wants.some((props) => setsUsed(props).length > 0) ? [SETS] : [];
}

function observe(dump: Dump, context: Context): Observed[] {
  return [...observeOwn(dump, context), ...observeAstray(dump, context.owner)];
}

function observeOwn(dump: Dump, { owner }: Context): Observed[] {
  const { scope } = dump;
  return FAMILIES.flatMap((family) =>
    HOOK_NAMES.flatMap((hook) => {
      const found = tableOf(dump, family, HOOKS[hook].table)?.get(chainName(owner, HOOKS[hook]));
      if (!found) return [];
      const rules = found.rules.map((rule) => shown(rule, owner));
      return [{ kind: "chain", scope, key: keyOf(family, hook), props: propsOf(rules), owner }];
    }),
  );
}

function lines(operation: Operation, context: Context): Line[] {
  if (isAstray(operation.key)) {
    const { family, table, lines: commands } = astrayCommands(operation);
    return commands.map((command) => line(operation.scope, toolOf(family), `-t ${table} ${command}`));
  }
  return linesOfOwn(operation, context);
}

function toolOf(family: Family): "iptables" | "ip6tables" {
  return family === "ipv4" ? "iptables" : "ip6tables";
}

function linesOfOwn(operation: Operation, context: Context): Line[] {
  const { verb, scope, key, want: wanted, have } = operation;
  const { owner } = context;
  const { family, name: hookName, hook } = splitKey(key);
  const name = chainName(owner, hook);
  const tool = toolOf(family);
  const commands =
    verb === "delete"
      ? [`-F ${name}`, `-X ${name}`]
      : [...(verb === "create" ? [`-N ${name}`] : []), ...commandsFor(name, standing(operation), wanted, owner)];
  const after = verb === "delete" ? [] : rulesOf(wanted);
  return [
    ...commands.map((command) => line(scope, tool, `-t ${hook.table} ${command}`)),
    ...reroute(scope, { family, hook: hookName, chain: name, before: rulesOf(have), after }, context),
  ];
}

/** Before forwarding is switched on (sysctls come later): no packet passes unfiltered. */
export function line(scope: string, tool: "iptables" | "ip6tables", text: string): Line {
  return { stage: "configure", order: orderOf(tool === "iptables" ? "IPv4 rules" : "IPv6 rules"), scope, tool, text };
}

/** The rules that are there when its lines run: those that ask a set which is made anew have been taken out. */
function standing({ have, changes }: Operation): string[] {
  const gone = changes.flatMap(({ property, falls }) =>
    falls && property.startsWith("set ") ? [property.slice(4)] : [],
  );
  return rulesOf(have).filter((rule) => !setsIn(rule).some((name) => gone.includes(name)));
}

function commandsFor(name: string, have: readonly string[], wanted: Item | undefined, owner: string): string[] {
  return edits(have, rulesOf(wanted)).map((edit) => {
    if ("remove" in edit) return `-D ${name} ${edit.remove + 1}`;
    if ("append" in edit) return `-A ${name} ${written(edit.append, owner)}`;
    return `-I ${name} ${edit.insert + 1} ${written(edit.text, owner)}`;
  });
}

function rulesOf(item: Item | undefined): string[] {
  return ((item?.props.rules ?? []) as Json[]).map(String);
}
