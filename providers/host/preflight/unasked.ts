import { tableNumber } from "../../../net/route-table.ts";
import { isNamespace } from "../../../net/scope.ts";
import type { Fault } from "../../../validation/fault.ts";
import { emptyTable } from "../../../validation/rules/empty-tables.ts";
import { isOfKernel, lostGoto } from "../../../validation/rules/gotos.ts";
import { BY_KERNEL, unaskedRoute } from "../../../validation/rules/rules.ts";
import { pathAt } from "../document-facts.ts";
import { type Dump, objectsOf } from "../dump.ts";
import { RULES } from "../kinds/questions.ts";
import { PROTOCOL } from "../mark.ts";
import type { Item, Observed, Wanted } from "../model.ts";

/** A document's items, and what the host has. */
interface Case {
  owner: string;
  wanted: readonly Wanted[];
  observed: readonly Observed[];
  dumps: ReadonlyMap<string, Dump>;
  /** What other documents of the program want: it may not be there yet. */
  beside: readonly Item[];
}

/**
 * Routes in tables that no rule leads to, neither a declared one nor one that others have on the host. A scope that is
 * not there yet has none of others; what is declared of it is checked without the host.
 */
export function unaskedRoutes(host: Case): Fault[] {
  const [rules, links] = [thereWill(host, "rule"), thereWill(host, "link")];
  return host.wanted
    .filter(({ kind }) => kind === "route")
    .flatMap(({ scope, key, at }) => {
      const { family, table } = placeOf(key);
      const dump = host.dumps.get(scope);
      const isOfKernel = BY_KERNEL[family].includes(table) || isOfVrf(links, scope, table);
      if (!dump || isOfKernel || isAsked(rules, dump, family, table)) return [];
      return [unaskedRoute({ path: pathAt(at, "table"), table, family, scope })];
    });
}

/** Rules that lead to a table without a route, neither of ours nor of others: where the host has other routes too. */
export function emptyTablesOf(host: Case): Fault[] {
  const [routes, links] = [thereWill(host, "route"), thereWill(host, "link")];
  return host.wanted
    .filter(({ kind }) => kind === "rule")
    .flatMap(({ scope, key, props, at }) => {
      const [family, table] = [key.startsWith("6 ") ? 6 : 4, Number(props.table ?? tableNumber("main"))] as const;
      const dump = host.dumps.get(scope);
      const isOwn = isNamespace(scope) || BY_KERNEL[4].includes(table);
      if (!dump || isOwn || isFilled(routes, dump, family, table) || isOfVrf(links, scope, table)) return [];
      return [emptyTable({ path: pathAt(at, "table"), table, family, scope })];
    });
}

/** Rules that lead on to a place where neither ours nor others have one. */
export function lostGotos(host: Case): Fault[] {
  const rules = thereWill(host, "rule");
  return host.wanted
    .filter(({ kind, props }) => kind === "rule" && typeof props.goto === "number")
    .flatMap(({ scope, key, props, at }) => {
      const [family, target] = [key.startsWith("6 ") ? 6 : 4, Number(props.goto)] as const;
      const isThere = rules.some((rule) => rule.scope === scope && rule.key === `${family} ${target}`);
      const path = pathAt(at, "goto");
      if (!host.dumps.has(scope) || isThere || isOfKernel({ family, target })) return [];
      return [lostGoto({ path, scope, family, target })];
    });
}

/** Items of a kind that the host has in the end: the document's own, those of other documents, and those of others. */
function thereWill({ owner, wanted, observed, beside }: Case, kind: Item["kind"]): Item[] {
  const staying = observed.filter((item) => item.owner !== owner);
  return [...wanted, ...beside, ...staying].filter((item) => item.kind === kind);
}

function isFilled(routes: readonly Item[], dump: Dump, family: 4 | 6, table: number): boolean {
  const fills = ({ scope, key }: Item) => {
    const place = scope === dump.scope ? placeOf(key) : undefined;
    return place?.family === family && place.table === table;
  };
  return routes.some(fills);
}

/** `10.0.0.0/8 table 100 metric 0`: see kinds/route.ts. */
function placeOf(key: string): { family: 4 | 6; table: number } {
  const [to = "", , table] = key.split(" ");
  return { family: to.includes(":") ? 6 : 4, table: Number(table ?? tableNumber("main")) };
}

function isAsked(rules: readonly Item[], dump: Dump, family: 4 | 6, table: number): boolean {
  const asks = ({ scope, key, props }: Item) =>
    scope === dump.scope && key.startsWith(`${family} `) && props.table === table;
  const byOthers = objectsOf(dump, RULES[family]).some(
    (rule) => String(rule.protocol) !== PROTOCOL && rule.table !== undefined && Number(rule.table) === table,
  );
  return byOthers || rules.some(asks);
}

/** The kernel leads packets of a VRF's ports to its table by a rule of its own. */
function isOfVrf(links: readonly Item[], scope: string, table: number): boolean {
  return links.some((link) => link.scope === scope && link.props.type === "vrf" && link.props.table === table);
}
