import { isStrangers, refusal } from "../../engine/owner.ts";
import { type Fault, formatFault } from "../../validation/fault.ts";
import { type Difference, differences, settledInputs } from "./difference.ts";
import { driftOf, goneSentence, impostorSentence, reasonsOf } from "./drift.ts";
import { PartialFailure, say } from "./failure.ts";
import { importedInputs, observedInputs } from "./observed-inputs.ts";
import { changingSentence, outdatedOutputs } from "./outdated.ts";
import { remembered } from "./remembered.ts";
import type { Context, Made, Resource } from "./resource.ts";
import { tell } from "./tell.ts";
import { hasUnknown, type Values } from "./values.ts";

/**
 * Compares the declaration with the live host. The state only says which object is meant.
 *
 * @throws Error when what stands in its place belongs to another stack
 */
export async function compareLive<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  inputs: Values,
  before: Values,
  outputs: Values,
): Promise<Difference[]> {
  const declared = { inputs, before, kept: remembered(outputs) };
  const live = await resource.observe(context, id, { ...declared, inputs: settledInputs(inputs, before) });
  if (live) {
    if (isAnothers(resource, context, live, outputs)) throw refused(resource, live, before);
    const found = differences(resource.properties, live, declared);
    tell(context, reasonsOf(resource, found, before));
    if (found.some(({ change }) => change === "replace")) {
      await resource.beforeReplacing?.(context, live, found);
      return found;
    }
    const outdated = outdatedOutputs(resource, context, live, before, outputs);
    tell(context, changingSentence(outdated));
    return [...found, ...outdated];
  }
  const other = await resource.find?.(context, before);
  if (!other) return [lost(resource, before)];
  if (isStrangers(resource.ownerOf(other), context.urn)) throw refused(resource, other, before);
  tell(context, [impostorSentence(resource, other, before)]);
  context.session.impostors.set(id, resource.idOf(other));
  const found = differences(resource.properties, other, declared).map((one) => ({
    ...one,
    change: "replace" as const,
  }));
  return found.length > 0 ? found : [lost(resource, before)];
}

/** The whole object is to be made anew. */
function lost<Live>(resource: Resource<Live>, before: Values): Difference {
  const path = "name" in resource.properties ? "name" : (resource.required[0] ?? "id");
  return { path, kind: "update", change: "replace", want: before[path], have: undefined };
}

/** Whether an object whose id says nothing is another stack's, made later under the same name. */
function isAnothers<Live>(resource: Resource<Live>, { urn }: Context, live: Live, outputs: Values): boolean {
  const owner = resource.ownerOf(live);
  return resource.idIsName === true && isStrangers(owner, urn) && owner !== outputs.__owner;
}

function refused<Live>(resource: Resource<Live>, live: Live, { name }: Values): Error {
  const owner = resource.ownerOf(live);
  return refusal({ kind: resource.kind ?? "container", name: String(name), ...(owner === undefined ? {} : { owner }) });
}

/** Makes the object, or completes what an earlier run left half made. Ends with proof that it is as declared. */
export async function create<Live>(
  resource: Resource<Live>,
  context: Context,
  inputs: Values,
): Promise<[string, Values]> {
  const leftover = await resource.find?.(context, inputs);
  const made = leftover ? await adopt(resource, context, leftover, inputs) : await resource.create(context, inputs);
  const outputs = { ...made.remember, ...(resource.idIsName ? { __owner: context.urn } : {}) };
  const proved = prove(resource, context, made.id, inputs, outputs);
  return [made.id, leftover ? await proved : await proved.catch((error) => takenBack(resource, context, error))];
}

/**
 * What the engine made otherwise than declared, and can never change, would be made anew by every update, and be wrong
 * again: it goes, and the error says what the engine does.
 */
async function takenBack<Live>(resource: Resource<Live>, context: Context, error: unknown): Promise<never> {
  const isFrozen = ({ change, why }: Difference) => change === "replace" && why === undefined;
  const frozen = error instanceof PartialFailure ? error.left.filter(isFrozen) : [];
  if (!(error instanceof PartialFailure) || frozen.length === 0 || !resource.kind) throw error;
  const live = await resource.observe(context, error.id, { inputs: error.inputs, before: error.inputs });
  if (live) await resource.remove(context, live, error.inputs, {});
  const fix = "Declare what the engine makes of it, or leave it out";
  throw new Error(
    `Docker Engine made the ${resource.kind} otherwise than declared: ${say(frozen)}. It was removed again. ${fix}`,
  );
}

async function adopt<Live>(resource: Resource<Live>, context: Context, live: Live, inputs: Values): Promise<Made> {
  const owner = resource.ownerOf(live);
  const isOurs = owner === context.urn;
  if (!isOurs && (await context.session.unrecorded?.release(context, [owner])))
    return await resource.create(context, inputs);
  if (!isOurs && !(owner === undefined && context.session.adopting.has(context.urn)))
    throw refused(resource, live, inputs);
  const declared = { inputs, before: {} };
  const found = differences(resource.properties, live, declared);
  const frozen = found.filter(({ change }) => change === "replace");
  if (frozen.length > 0) {
    if (!isOurs)
      throw new Error(formatFault({ path: ["name"], value: inputs.name, ...unlike(resource, inputs, frozen) }));
    await resource.beforeReplacing?.(context, live, frozen);
    context.session.replacing.set(context.urn, resource.idOf(live));
    await resource.prepare?.(context, inputs);
    await resource.remove(context, live, inputs, {});
    return await resource.create(context, inputs);
  }
  if (found.length > 0) await resource.change(context, live, declared, found);
  return { id: resource.idOf(live), ...(isOurs ? {} : { remember: { __adopted: true } }) };
}

/** Why an object that nobody's stack made cannot be taken over; undefined where it can. */
export async function unlikeDeclared<Live>(
  resource: Resource<Live>,
  context: Context,
  inputs: Values,
): Promise<Pick<Fault, "rule" | "fix"> | undefined> {
  const live = await resource.find?.(context, inputs);
  const found = live ? differences(resource.properties, live, { inputs, before: {} }) : [];
  const frozen = found.filter(({ change, want }) => change === "replace" && !hasUnknown(want));
  return frozen.length > 0 ? unlike(resource, inputs, frozen) : undefined;
}

function unlike<Live>({ kind }: Resource<Live>, { name }: Values, frozen: readonly Difference[]) {
  const why = `because Docker Engine cannot change it to what is declared: ${say(frozen)}`;
  return {
    rule: `the ${kind} of this name cannot be taken over, ${why}`,
    fix: `declare what is there, or remove it: docker ${kind} rm ${String(name)}`,
  };
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
  const live = await resource.observe(context, id, declared);
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
  context.session.changed();
  const live = await resource.observe(context, id, { inputs, before: inputs });
  if (!live) throw new Error(`${resource.type} ${id} was made and has gone again`);
  const left = differences(resource.properties, live, { inputs, before: inputs });
  const now = { ...outputsOf(resource, live, inputs), ...remembered(outputs), ...resource.remember?.(inputs, live) };
  if (left.length === 0) return now;
  throw new PartialFailure(`not as declared after the change: ${say(left)}`, id, inputs, now, left);
}

/** What a program reads of it. Nothing of this is compared: what is declared and what the host has is. */
function outputsOf<Live>(resource: Resource<Live>, live: Live, inputs: Values): Values {
  return { ...resource.defaults, ...resource.outputs(live, inputs) };
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
  const own = before && (await standing(resource, context, id, before, outputs));
  const other = before && !own ? await impostor(resource, context, before) : undefined;
  const live = before ? (own ?? other) : await resource.lookup(context, id);
  // All of it is made anew then, whatever else differs.
  if (before && other) tell(context, [impostorSentence(resource, other, before)]);
  else if (before) tellDrift(resource, context, live, before);
  if (!live) return undefined;
  const inputs = before
    ? observedInputs(resource.properties, live, before, remembered(outputs))
    : importedInputs(resource.properties, live);
  const owner = before || !resource.idIsName ? undefined : resource.ownerOf(live);
  const meant: Values = owner === undefined ? {} : { __owner: owner };
  return {
    id: before ? id : resource.idOf(live),
    inputs,
    outputs: {
      ...outputsOf(resource, live, inputs),
      ...meant,
      ...(before && resource.remember?.(before, live)),
      ...remembered(outputs),
    },
  };
}

function tellDrift<Live>(resource: Resource<Live>, context: Context, live: Live | undefined, before: Values): void {
  const sentences = live ? driftOf(resource, live, before) : [goneSentence(resource, before)];
  tell(context, sentences);
}

/** The object of the state. */
async function standing<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  before: Values,
  outputs: Values,
): Promise<Live | undefined> {
  const live = await resource.observe(context, id, { inputs: before, before });
  return live && !isAnothers(resource, context, live, outputs) ? live : undefined;
}

/** What a person put in its place. Where another stack did that, ours is simply gone. */
async function impostor<Live>(resource: Resource<Live>, context: Context, before: Values): Promise<Live | undefined> {
  const other = await resource.find?.(context, before);
  return other && isStrangers(resource.ownerOf(other), context.urn) ? undefined : other;
}

/** Removes what the state means and nothing else; what was taken over stays, unless another follows in its place. */
export async function remove<Live>(
  resource: Resource<Live>,
  context: Context,
  id: string,
  inputs: Values,
  outputs: Values,
): Promise<void> {
  const { session } = context;
  const impostor = session.impostors.get(id);
  const declared = { inputs, before: inputs };
  const live =
    (await resource.observe(context, id, declared)) ??
    (impostor ? await resource.observe(context, impostor, declared) : undefined);
  if (!live) return await resource.gone?.(context, inputs);
  if (isAnothers(resource, context, live, outputs)) return;
  if (outputs.__adopted === true && !session.isReplaced(resource.idOf(live))) {
    context.log("info", `the ${resource.kind} "${String(inputs.name)}" stays: it was there before this stack`);
    return;
  }
  await resource.remove(context, live, inputs, outputs);
}
