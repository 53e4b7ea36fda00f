import { type Difference, differences } from "./difference.ts";
import { PartialFailure, say } from "./failure.ts";
import { observedInputs } from "./observed.ts";
import { refuseForeign } from "./owner.ts";
import type { Context, Made, Resource } from "./resource.ts";
import type { Values } from "./values.ts";

export interface Comparison {
  differences: Difference[];
  /** The live object is not the one in the state: it is gone, or another stands in its place. */
  missing: "no" | "gone" | "impostor";
}

/** Compares the declaration with the live host. The state only says which object is meant. */
export async function compareLive<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  inputs: Values,
  before: Values,
  outputs: Values,
): Promise<Comparison> {
  const declared = { inputs, before, kept: remembered(outputs) };
  const live = await resource.observe(context, id, inputs);
  if (live) return { differences: differences(resource.properties, live, declared), missing: "no" };
  const other = await resource.find?.(context, before);
  if (!other) return { differences: [lost("gone", resource, before)], missing: "gone" };
  context.session.impostors.set(context.urn, resource.idOf(other));
  const found = differences(resource.properties, other, declared).map((one) => ({
    ...one,
    change: "replace" as const,
  }));
  return { differences: found.length > 0 ? found : [lost("impostor", resource, before)], missing: "impostor" };
}

function lost<Live>(missing: "gone" | "impostor", resource: Resource<Live>, before: Values): Difference {
  const path = "name" in resource.properties ? "name" : (resource.required[0] ?? "id");
  const have = missing === "gone" ? undefined : `${String(before[path])} (made by somebody else)`;
  return { path, kind: "update", change: "replace", want: before[path], have };
}

/** Makes the object, or completes what an earlier run left half made. Ends with proof that it is as declared. */
export async function create<Live>(
  resource: Resource<Live>,
  context: Context,
  inputs: Values,
): Promise<[string, Values]> {
  const leftover = await resource.find?.(context, inputs);
  const made = leftover ? await adopt(resource, context, leftover, inputs) : await resource.create(context, inputs);
  return [made.id, await prove(resource, context, made.id, inputs, made.remember ?? {})];
}

async function adopt<Live>(resource: Resource<Live>, context: Context, live: Live, inputs: Values): Promise<Made> {
  const what = resource.type.split(":").at(-1) ?? resource.type;
  refuseForeign(what, String(inputs.name), context.urn, resource.ownerOf(live), resource.type);
  const declared = { inputs, before: {} };
  const found = differences(resource.properties, live, declared);
  if (found.some((one) => one.change === "replace")) {
    context.session.replacing.add(context.urn);
    await resource.remove(context, live, inputs, {});
    return await resource.create(context, inputs);
  }
  if (found.length > 0) await resource.change(context, live, declared, found);
  return { id: resource.idOf(live) };
}

export async function update<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  inputs: Values,
  before: Values,
  outputs: Values,
): Promise<Values> {
  const declared = { inputs, before, kept: remembered(outputs) };
  const live = await resource.observe(context, id, inputs);
  if (!live) throw new Error(`${resource.type} ${id} has gone since it was compared; run the command again`);
  const found = differences(resource.properties, live, declared);
  const frozen = found.filter((one) => one.change === "replace");
  if (frozen.length > 0)
    throw new Error(`changed on the host since it was compared: ${say(frozen)}; run the command again`);
  if (found.length > 0) await resource.change(context, live, declared, found);
  return await prove(resource, context, id, inputs, outputs);
}

/** Looks again: success is what the host says, not what the engine answered. */
async function prove<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  inputs: Values,
  outputs: Values,
): Promise<Values> {
  const live = await resource.observe(context, id, inputs);
  if (!live) throw new Error(`${resource.type} ${id} was made and has gone again`);
  const left = differences(resource.properties, live, { inputs, before: inputs });
  const now = { ...resource.outputs(live, inputs), ...remembered(outputs), ...resource.remember?.(inputs) };
  if (left.length === 0) return now;
  throw new PartialFailure(`not as declared after the change: ${say(left)}`, id, inputs, now);
}

function remembered(outputs: Values): Values {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => name.startsWith("__")));
}

export interface Reading {
  id: string;
  inputs: Values;
  outputs: Values;
}

/** Reads the live object: for refresh by its id, for import by whatever name or id a person gave. */
export async function read<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  before: Values | undefined,
  outputs: Values,
): Promise<Reading | undefined> {
  const live = before
    ? ((await resource.observe(context, id, before)) ?? (await resource.find?.(context, before)))
    : await resource.lookup(context, id);
  if (!live) return undefined;
  const inputs = observedInputs(resource.properties, live, before ?? {});
  return {
    id: before ? id : resource.idOf(live),
    inputs,
    outputs: { ...resource.outputs(live, inputs), ...(before && resource.remember?.(before)), ...remembered(outputs) },
  };
}

export async function remove<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  inputs: Values,
  outputs: Values,
): Promise<void> {
  const impostor = context.session.impostors.get(context.urn);
  const live =
    (await resource.observe(context, id, inputs)) ??
    (impostor ? await resource.observe(context, impostor, inputs) : undefined);
  if (live) await resource.remove(context, live, inputs, outputs);
}
