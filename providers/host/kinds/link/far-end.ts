import type { Scopes } from "../../../../net/schema/scope.ts";
import { isNamespace } from "../../../../net/scope.ts";
import type { Declared } from "../../model.ts";
import type { Placed } from "./type.ts";
import { linkType } from "./types.ts";

/** The links that a scope has when all of the document is true: its own, and the far ends that others put into it. */
export function linksIn({ scope, scopes }: Pick<Declared, "scope" | "scopes">): Placed[] {
  return placements(scopes).get(scope) ?? [];
}

/** Every scope that links of the document lie in. */
export function linkedScopes(scopes: Scopes): string[] {
  return [...placements(scopes).keys()];
}

/** Worked out once a document: every kind asks, for every scope. */
const known = new WeakMap<Scopes, Map<string, Placed[]>>();

/** The link of a name that a scope has then. */
export function linkAt(scopes: Scopes, scope: string, name: string): Placed | undefined {
  const every = placements(scopes);
  const found = byName.get(every) ?? new Map([...every.values()].flat().map((link) => [idOf(link), link]));
  byName.set(every, found);
  return found.get(idOf({ scope, name }));
}

function idOf({ scope, name }: Pick<Placed, "scope" | "name">): string {
  return `${scope}/${name}`;
}

const byName = new WeakMap<Map<string, Placed[]>, Map<string, Placed>>();

function placements(scopes: Scopes): Map<string, Placed[]> {
  const found =
    known.get(scopes) ??
    Map.groupBy(
      Object.keys(scopes).flatMap((name) => placedBy(name, scopes)),
      (link) => link.scope,
    );
  known.set(scopes, found);
  return found;
}

/** Everything that one scope's declaration makes, wherever it lies. */
function placedBy(scope: string, scopes: Scopes): Placed[] {
  const links = Object.entries(scopes[scope]?.links ?? {});
  const placed = links.flatMap(([name, json]): Placed[] => {
    const near: Placed = { scope, name, json, path: ["links", name], declaredIn: scope };
    return linkType(json.type)?.ends?.(near) ?? [near];
  });
  return isNamespace(scope) && !links.some(([name]) => name === "lo") ? [...placed, impliedLoopback(scope)] : placed;
}

/** A namespace is born with its `lo` down, and nobody who declares one means that. */
function impliedLoopback(scope: string): Placed {
  return { scope, name: "lo", json: { type: "loopback" }, path: ["links", "lo"], declaredIn: scope, implied: true };
}
