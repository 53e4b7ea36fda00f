import { ADOPT_LABEL, OWNER_LABEL } from "../net/label.ts";
import type { Fault } from "../providers/docker/shape.ts";
import { isValues, type Value, type Values } from "../providers/docker/values.ts";
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

/** Inputs without the label that takes over what is there. */
export function withoutAdoption(inputs: Values): { rest: Values; adopt: boolean; faults: Fault[] } {
  const labels = Array.isArray(inputs.labels) ? inputs.labels : [];
  const faults = labels.flatMap((label, i) => {
    if (!isAdoption(label) || label.value === "true" || label.value === "false") return [];
    return [{ property: `labels[${i}].value`, reason: `${ADOPT_LABEL} is true or false; write "true" or remove it` }];
  });
  const left = labels.filter((label) => !isAdoption(label));
  const adopt = labels.some((label) => isAdoption(label) && label.value === "true");
  return { rest: left.length === labels.length ? inputs : { ...inputs, labels: left }, adopt, faults };
}

function isAdoption(label: Value): label is { label: string; value: Value } {
  return isValues(label) && label.label === ADOPT_LABEL;
}
