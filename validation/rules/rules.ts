import { TABLES, tableNumber } from "../../net/route-table.ts";
import { familyOf, prioritised } from "../../net/rule.ts";
import type { Rule } from "../../net/schema/rule.ts";
import type { Besides, Facts, Route } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { repeated } from "./duplicates.ts";

/** No two rules of a family have one place, and no route is in a table that nobody asks. */
export function rules(facts: Facts): Fault[] {
  return [...facts.besides.flatMap((part) => crowded(part, facts.damaged)), ...unasked(facts, false)];
}

/** The same table where another declaration may have the rule: to be told, and no fault. */
export function askedElsewhere(facts: Facts): Fault[] {
  return unasked(facts, true);
}

function crowded({ path, declared }: Besides, damaged: Facts["damaged"]): Fault[] {
  if (damaged([...path, "rules"])) return [];
  const places = prioritised(declared.rules ?? []).map((each, i) => ({ ...each, path: [...path, "rules", i] }));
  return repeated(places, ({ family, priority }) => `${family} ${priority}`).map(([{ path: at, priority }, first]) => ({
    path: [...at, "priority"],
    value: priority,
    rule: `${formatPath(first.path)} has this place already, and only one of them would be sure to be asked first`,
    fix: "give each rule of a family a priority of its own",
  }));
}

function unasked({ routes, scopes, besides, links, damaged }: Facts, shared: boolean): Fault[] {
  const whole = new Map(scopes.map((scope) => [scope.name, scope]));
  const declared = Map.groupBy(besides, ({ scope }) => scope);
  return routes.flatMap((route) => {
    if (route.further) return [];
    const scope = whole.get(route.scope);
    const parts = declared.get(route.scope) ?? [];
    // Others may have rules where not everything is declared here.
    if (!scope?.closed || (scope.shared ?? false) !== shared || parts.some(({ path }) => damaged([...path, "rules"])))
      return [];
    const ofPorts = links.some(({ scope: at, fields }) => at === route.scope && fields.table === route.table);
    if (
      ofPorts ||
      isAsked(
        route,
        parts.flatMap((part) => part.declared.rules ?? []),
      )
    )
      return [];
    return [unaskedRoute({ ...route, path: [...route.path, "table"] })];
  });
}

/** Tables that the kernel itself has rules for; there is none of IPv6 for `default`. */
export const BY_KERNEL: Readonly<Record<4 | 6, readonly number[]>> = {
  4: Object.values(TABLES),
  6: [TABLES.main, TABLES.local],
};

function isAsked({ table, family }: Pick<Route, "table" | "family">, rules: readonly Rule[]): boolean {
  const asks = (rule: Rule) => (rule.type ?? "unicast") === "unicast" && tableNumber(rule.table ?? "main") === table;
  return BY_KERNEL[family].includes(table) || rules.some((rule) => asks(rule) && familyOf(rule) === family);
}

interface Unasked extends Pick<Route, "scope" | "table" | "family"> {
  path: Path;
}

/** A route that the kernel would keep and never look up. */
export function unaskedRoute({ path, table, family, scope }: Unasked): Fault {
  return {
    path,
    value: table,
    rule: `no rule of IPv${family} leads to this table in ${scope}, and until one does the route is never looked up`,
    fix: `declare one in rules, as in { from: ${family === 4 ? "10.20.0.0/16" : "fd20::/64"}, table: ${table} }, or leave table out`,
  };
}
