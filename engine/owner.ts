import { OWNER_LABEL } from "../net/label.ts";
import { type NamedObject, notOurs } from "../validation/conflicts/names.ts";
import { isOwn, stackOfUrn } from "../validation/conflicts/world.ts";
import { reasonOf } from "../validation/fault.ts";

export function ownerOf(labels: Record<string, string> | null | undefined): string | undefined {
  return labels?.[OWNER_LABEL];
}

/** Labels without our mark, as the user wrote them. */
export function foreignLabels(labels: Record<string, string> | null | undefined): Record<string, string> {
  const { [OWNER_LABEL]: _owner, ...rest } = labels ?? {};
  return rest;
}

/** Whether another stack made what bears this mark. */
export function isStrangers(owner: string | undefined, urn: string): owner is string {
  return owner !== undefined && !isOwn(stackOfUrn(urn), owner);
}

/** What a person reads where somebody else's object stands in the place of ours. */
export function refusal(other: Omit<NamedObject, "id">): Error {
  const { rule, fix } = notOurs(other);
  const reason = reasonOf({ path: [], value: other.name, rule: `${rule}. Nothing was changed`, fix });
  return new Error(`${other.kind} ${reason}`);
}
