import { ADOPT_LABEL, OWNER_LABEL } from "../../net/label.ts";
import type { Fault, Path } from "../fault.ts";
import { isOwn, type Stack } from "./world.ts";

/** Kinds of Docker objects that have names, as the docker command writes them. */
export const NAMED_KINDS = ["network", "container", "volume"] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

/** What goes by a name on an engine. */
export interface NamedObject {
  kind: NamedKind;
  id: string;
  name: string;
  /** The URN of the resource that made it. */
  owner?: string;
}

/** A name that an object which is about to be made would have. */
export interface NameClaim {
  path: Path;
  kind: NamedKind;
  name: string;
  /** Whether what nobody's stack made is taken over. */
  adopt: boolean;
}

/** Names that somebody else's object has already. What this stack made may go in the same update, or be its leftover. */
export function nameFaults(claims: readonly NameClaim[], objects: readonly NamedObject[], stack: Stack): Fault[] {
  return claims.flatMap(({ path, kind, name, adopt }): Fault[] => {
    const other = objects.find((one) => one.kind === kind && one.name === name);
    if (!other || isOwn(stack, other.owner) || (adopt && other.owner === undefined)) return [];
    return [{ path, value: name, ...notOurs(other) }];
  });
}

/** Whose an object is that stands where ours would, and what a person can do about it. */
export function notOurs({ kind, name, owner }: Omit<NamedObject, "id">): Pick<Fault, "rule" | "fix"> {
  const whose = owner === undefined ? `it has no mark ${OWNER_LABEL}, so no stack made it` : `it belongs to ${owner}`;
  const way =
    owner === undefined
      ? `remove it (docker ${kind} rm ${name}), or take it over as it is, with adopt: true in a topology or the label ${ADOPT_LABEL}=true in its declaration`
      : "or let that stack go of it";
  return {
    rule: `a Docker ${kind} of this name exists already and is not ours: ${whose}`,
    fix: `choose another name, ${way}`,
  };
}
