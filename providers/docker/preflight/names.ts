import { namedObjects } from "../../../engine/objects.ts";
import { type NameClaim, nameFaults } from "../../../validation/conflicts/names.ts";
import { stackOfUrn } from "../../../validation/conflicts/world.ts";
import type { Fault } from "../../../validation/fault.ts";
import { unlikeDeclared } from "../lifecycle.ts";
import type { Context, Resource } from "../resource.ts";
import type { Values } from "../values.ts";

/**
 * A name that somebody else's object has, told by the check: in a preview, before any change. `before` are the inputs
 * of the state: under the same name it is the comparison that knows which object is meant.
 */
export async function takenName<Live>(
  resource: Resource<Live>,
  inputs: Values,
  before: Values,
  context: Context,
): Promise<Fault[]> {
  const { session, engine, urn } = context;
  const { kind, type } = resource;
  const { name } = inputs;
  if (kind === undefined || typeof name !== "string" || name === before.name || session.replacing.has(urn)) return [];
  const objects = await session.once(`names: ${kind}`, () => namedObjects(engine, kind));
  const other = objects.find((one) => one.name === name);
  if (!other || session.isRecorded(type, other.id)) return [];
  const adopt = session.adopting.has(urn);
  const claim: NameClaim = { path: ["name"], kind, name, adopt };
  const faults = nameFaults([claim], objects, stackOfUrn(urn));
  if (faults.length > 0) return faults;
  if (!adopt || other.owner !== undefined) return [];
  const unlike = await unlikeDeclared(resource, context, inputs);
  if (unlike !== undefined) return [{ path: ["name"], value: name, ...unlike }];
  context.log("info", `the ${kind} "${name}" is there already: it is taken over, and stays when it is let go`);
  return [];
}
