import { tableNumber } from "../../net/route-table.ts";
import { familyOf } from "../../net/rule.ts";
import type { Rule } from "../../net/schema/rule.ts";
import type { Facts } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";
import { BY_KERNEL } from "./rules.ts";

/** A rule that asks a table without a route, in namespaces of which everything is declared here: it decides nothing. */
export function emptyTables({ besides, scopes, routes, links, damaged }: Facts): Fault[] {
  const closed = new Set(scopes.filter((scope) => scope.closed).map(({ name }) => name));
  return besides
    .filter(({ scope, path }) => closed.has(scope) && !damaged([...path, "routes"]))
    .flatMap(({ scope, path, declared }) =>
      asked(declared.rules ?? []).flatMap(({ index, table, family }) => {
        const isFilled = routes.some((one) => one.scope === scope && one.table === table && one.family === family);
        const ofPorts = links.some(({ scope: at, fields }) => at === scope && fields.table === table);
        return isFilled || ofPorts
          ? []
          : [emptyTable({ path: [...path, "rules", index, "table"], table, family, scope })];
      }),
    );
}

/** The tables that rules ask, but for the kernel's own, with their place in the list. */
export function asked(rules: readonly Rule[]): { index: number; table: number; family: 4 | 6 }[] {
  return rules.flatMap((rule, index) => {
    const [table, family] = [tableNumber(rule.table ?? "main"), familyOf(rule)];
    const asks = (rule.type ?? "unicast") === "unicast" && !BY_KERNEL[4].includes(table);
    return asks ? [{ index, table, family }] : [];
  });
}

interface Empty {
  path: Path;
  table: number;
  family: 4 | 6;
  scope: string;
}

/** A rule after which the next one is asked, as if it were not there. */
export function emptyTable({ path, table, family, scope }: Empty): Fault {
  return {
    path,
    value: table,
    rule: `this table has no route of IPv${family} in ${scope}, and until it has one the rule changes nothing`,
    fix: `declare one in routes, as in { to: default, via: ${family === 4 ? "10.20.0.1" : "fd20::1"}, table: ${table} }`,
  };
}
