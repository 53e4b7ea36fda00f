/**
 * What goes by a name or an id. The engine itself takes the beginning of an id too, however short: asked for a
 * container `db` that does not exist, it answers with anybody's whose id begins so, and would wire, use or remove that.
 */
import type { Engine } from "./client.ts";
import { EngineError } from "./errors.ts";
import type { ContainerInspect, ImageInspect, NetworkInspect } from "./types.ts";

/** Characters of a name: with more the engine refuses the whole request. */
const MOST = 2048;

export async function containerNamed(engine: Engine, reference: string): Promise<ContainerInspect | undefined> {
  if (reference.length > MOST) return undefined;
  const found = await engine.find<ContainerInspect>(`/containers/${encodeURIComponent(reference)}/json`);
  return found && goesBy(reference, plainName(found.Name), found.Id) ? found : undefined;
}

export async function networkNamed(engine: Engine, reference: string): Promise<NetworkInspect | undefined> {
  if (reference.length > MOST) return undefined;
  const found = await engine.find<NetworkInspect>(`/networks/${encodeURIComponent(reference)}`);
  return found && goesBy(reference, found.Name, found.Id) ? found : undefined;
}

export async function imageNamed(engine: Engine, reference: string): Promise<ImageInspect | undefined> {
  return await engine.find<ImageInspect>(`/images/${encodeURIComponent(withTag(reference))}/json`);
}

/**
 * The path of a network's calls, by its id.
 *
 * @throws {EngineError} with status 404 where there is no such network
 */
export async function networkPath(engine: Engine, reference: string): Promise<string> {
  const found = await networkNamed(engine, reference);
  if (found) return `/networks/${found.Id}`;
  throw new EngineError(404, `no network is called "${reference}"; "docker network ls" lists those there are`);
}

/** A container's name as people write it: the engine puts a slash before it. */
export function plainName(name: string): string {
  return name.replace(/^\//, "");
}

/** `docker ps` and the like print twelve digits of an id; fewer may as well be a name. */
const SHORT_ID = 12;

/** Whether somebody who writes this means the object of that name and id. */
export function goesBy(reference: string, name: string, id: string): boolean {
  return reference === name || reference === id || (reference.length >= SHORT_ID && id.startsWith(reference));
}

/** With the tag that Docker adds: without one it would pull every tag, and take the beginning of an id for a name. */
export function withTag(reference: string): string {
  return /(:[^/]+|@[^/]+|^[0-9a-f]{12,64})$/.test(reference) ? reference : `${reference}:latest`;
}
