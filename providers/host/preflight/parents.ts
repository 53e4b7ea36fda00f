import type { Scopes } from "../../../net/schema/scope.ts";
import type { Fault } from "../../../validation/fault.ts";
import { pathOfScope } from "../document-facts.ts";
import type { Dump } from "../dump.ts";
import { linkAt } from "../kinds/link/far-end.ts";
import { linkNamed } from "../kinds/questions.ts";
import type { Item, Operation } from "../model.ts";

/** Interfaces of the host that something is to lie on, and that neither are there nor are declared, here or before. */
export function absentParents(
  operations: readonly Operation[],
  scopes: Scopes,
  before: readonly Item[],
  host: Dump | undefined,
): Fault[] {
  const known = (name: string) =>
    linkAt(scopes, "host", name) !== undefined ||
    linkNamed(host, name) !== undefined ||
    before.some(({ kind, scope, key }) => kind === "link" && scope === "host" && key === name);
  return operations.flatMap(({ kind, verb, want }) => {
    const parent = want?.props.parent;
    const isMade = kind === "link" && want?.scope === "host" && (verb === "create" || verb === "change");
    if (!isMade || typeof parent !== "string" || parent === "" || known(parent)) return [];
    const path = [...pathOfScope(want.at.scope), ...want.at.path, "parent"];
    const rule = "no interface of this name is declared, and the host has none";
    return [{ path, value: parent, rule, fix: "write one that `ip link` lists, or declare it" }];
  });
}
