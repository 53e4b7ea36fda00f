import { MASTER, MASTERS } from "../../../net/masters.ts";
import type { Scopes } from "../../../net/schema/scope.ts";
import { declaredInstead } from "../../../net/suggest.ts";
import type { Fault } from "../../../validation/fault.ts";
import { refused } from "../../../validation/rules/masters.ts";
import { pathAt } from "../document-facts.ts";
import type { Dump } from "../dump.ts";
import { linkAt } from "../kinds/link/far-end.ts";
import { placeOfParent } from "../kinds/link/parent.ts";
import { infoKind, linkNamed } from "../kinds/questions.ts";
import type { Item, Operation, Wanted } from "../model.ts";

/** What a lab declares besides, and what the host has. */
interface Around {
  scopes: Scopes;
  /** What documents declare that were checked before. */
  before: readonly Item[];
  /** Bridges that Docker makes of the lab's networks. */
  dockers: readonly string[];
  host: Dump | undefined;
}

/** Interfaces of the host that something is to lie on, or be a port of, and that neither are there nor are declared. */
export function absentLinks(operations: readonly Operation[], around: Around): Fault[] {
  return [...absentExisting(around), ...absentBelow(operations, around)];
}

/** What is to be used as it is. */
function absentExisting({ scopes, before, host }: Around): Fault[] {
  return Object.entries(scopes.host?.links ?? {}).flatMap(([name, { type }]) => {
    if (type !== "existing" || isMadeBefore(name, before) || linkNamed(host, name)) return [];
    const rule = `the host has no interface ${name}`;
    return [{ path: ["links", name, "type"], value: type, rule, fix: "write the name of one that `ip link` lists" }];
  });
}

function absentBelow(operations: readonly Operation[], around: Around): Fault[] {
  return operations.flatMap(({ kind, verb, want }) => {
    if (kind !== "link" || want === undefined || (verb !== "create" && verb !== "change")) return [];
    return [...absentParent(want, around), ...(want.scope === "host" ? absentMaster(want, around) : [])];
  });
}

function absentParent(want: Wanted, around: Around): Fault[] {
  const below = placeOfParent(want);
  if (below?.scope !== "host" || isThere(below.name, around)) return [];
  const rule = "no interface of this name is declared, and the host has none";
  return [
    { path: pathAt(want.at, "parent"), value: below.name, rule, fix: "write one that `ip link` lists, or declare it" },
  ];
}

/** The bridge may be somebody else's: it is used and not touched. */
function absentMaster(want: Wanted, around: Around): Fault[] {
  const { master } = want.props;
  if (typeof master !== "string" || around.dockers.includes(master)) return [];
  const path = pathAt(want.at, "master");
  const live = linkNamed(around.host, master);
  if (live !== undefined && !isDeclared(master, around))
    return refused(String(want.props.type), String(infoKind(live) ?? "device")).map((said) => ({
      path,
      value: master,
      ...said,
    }));
  if (isThere(master, around)) return [];
  const rule = `no ${MASTER.what} of this name is declared, and the host has none`;
  return [{ path, value: master, rule, fix: declaredInstead(master, MASTER.plural, mastersOf(around)) }];
}

function isThere(name: string, around: Around): boolean {
  return isDeclared(name, around) || linkNamed(around.host, name) !== undefined;
}

function isDeclared(name: string, { scopes, before }: Around): boolean {
  return linkAt(scopes, "host", name) !== undefined || isMadeBefore(name, before);
}

function isMadeBefore(name: string, before: Around["before"]): boolean {
  return before.some(({ kind, scope, key }) => kind === "link" && scope === "host" && key === name);
}

function mastersOf({ scopes, dockers }: Around): string[] {
  const links = Object.entries(scopes.host?.links ?? {});
  return [...links.flatMap(([name, { type }]) => (MASTERS.includes(type) ? [name] : [])), ...dockers];
}
