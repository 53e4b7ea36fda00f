import { derivedName } from "../../../../net/name.ts";
import { isNamespace } from "../../../../net/scope.ts";
import type { Json } from "../../json.ts";
import type { Declared } from "../../model.ts";
import type { LinkJson, Placed } from "./type.ts";

/** The links that a scope has when all of the document is true: its own, and the far ends that others put into it. */
export function linksIn({ scope, scopes }: Pick<Declared, "scope" | "scopes">): Placed[] {
  let placed = placements.get(scopes);
  if (!placed) {
    placed = Map.groupBy(
      Object.keys(scopes).flatMap((name) => placedBy(name, scopes)),
      (link) => link.scope,
    );
    placements.set(scopes, placed);
  }
  return placed.get(scope) ?? [];
}

/** Worked out once a document: every kind asks, for every scope. */
const placements = new WeakMap<Declared["scopes"], Map<string, Placed[]>>();

/** Everything that one scope's declaration makes, wherever it lies. */
function placedBy(scope: string, scopes: Declared["scopes"]): Placed[] {
  const links = Object.entries(scopes[scope]?.links ?? {});
  const placed = links.flatMap(([name, json]) => bothEnds(scope, name, json));
  return isNamespace(scope) && !links.some(([name]) => name === "lo") ? [...placed, impliedLoopback(scope)] : placed;
}

function bothEnds(scope: string, name: string, json: LinkJson): Placed[] {
  const near: Placed = { scope, name, json, path: ["links", name], declaredIn: scope };
  if (json.type !== "veth") return [near];
  const peer = json.peer as Record<string, Json>;
  const there = String(peer.scope);
  const other = typeof peer.name === "string" ? peer.name : derivedName(name, `${scope}/${name}`);
  const far: Placed = {
    scope: there,
    name: other,
    json: { ...peer, type: "veth" },
    path: ["links", name, "peer"],
    declaredIn: scope,
    peer: `${scope}/${name}`,
  };
  return [{ ...near, peer: `${there}/${other}` }, far];
}

/** A namespace is born with its `lo` down, and nobody who declares one means that. */
function impliedLoopback(scope: string): Placed {
  return { scope, name: "lo", json: { type: "loopback" }, path: ["links", "lo"], declaredIn: scope };
}
