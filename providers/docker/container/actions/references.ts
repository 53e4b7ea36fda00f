import type { Engine } from "../../../../engine/client.ts";
import { containerNamed, networkPath } from "../../../../engine/lookup.ts";
import { containerOf } from "../../../../net/scope.ts";
import type { Values } from "../../values.ts";
import { declaredAttachments } from "../inputs/attachment.ts";

/**
 * Makes sure that the networks and containers that a new container is to use exist.
 *
 * @throws {EngineError} for a network, {Error} for a container, naming it
 */
export async function checkReferences(engine: Engine, inputs: Values): Promise<void> {
  for (const { name } of declaredAttachments(inputs)) await networkPath(engine, name);
  for (const property of ["networkMode", "pidMode", "ipcMode"]) {
    const mode = inputs[property];
    const name = typeof mode === "string" ? containerOf(mode) : undefined;
    if (name === undefined || (await containerNamed(engine, name))) continue;
    throw new Error(`${property}: no container is called "${name}"; "docker ps -a" lists those there are`);
  }
}
