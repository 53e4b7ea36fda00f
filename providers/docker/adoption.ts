import { ADOPT_LABEL } from "../../net/label.ts";
import type { Fault } from "../../validation/fault.ts";
import { isValues, type Value, type Values } from "./values.ts";

/** Inputs without the label that takes over what is there. */
export function withoutAdoption(inputs: Values): { rest: Values; adopt: boolean; faults: Fault[] } {
  const labels = Array.isArray(inputs.labels) ? inputs.labels : [];
  const faults = labels.flatMap((label, i) => {
    if (!isAdoption(label) || label.value === "true" || label.value === "false") return [];
    const rule = `${ADOPT_LABEL} is true or false`;
    return [{ path: ["labels", i, "value"], rule, fix: 'write "true" or remove it' }];
  });
  const left = labels.filter((label) => !isAdoption(label));
  const adopt = labels.some((label) => isAdoption(label) && label.value === "true");
  return { rest: left.length === labels.length ? inputs : { ...inputs, labels: left }, adopt, faults };
}

function isAdoption(label: Value): label is { label: string; value: Value } {
  return isValues(label) && label.label === ADOPT_LABEL;
}
