import { setTimeout as sleep } from "node:timers/promises";
import type { Unrecorded } from "../system/unrecorded.ts";
import { NAMED_KINDS, type NamedObject } from "../validation/conflicts/names.ts";
import { Engine } from "./client.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { EngineError } from "./errors.ts";
import { release } from "./marks.ts";
import { namedObjects } from "./objects.ts";

/** Containers hold networks and volumes. */
const ORDER = ["container", "network", "volume"] as const;

/**
 * An engine goes on with what it was asked for when who asked is gone: what was begun less than `young` milliseconds ago
 * and is not there is looked for again, for `wait` milliseconds. A network with its rules takes seconds on a busy machine.
 */
const LATE = { young: 60_000, wait: 10_000, look: 250 };

/** Milliseconds that the engine is given to let go of what others hold, a container that is being removed for one. */
const HELD = { limit: 10_000, look: 200 };

/**
 * Removes what these entries mean, and the marks beside it, also where an object never came to be.
 *
 * @returns the objects that were removed
 * @throws {EngineError} where the engine keeps one for ten seconds, with its own words
 */
export async function removeLeft(engine: Engine, entries: readonly Unrecorded[]): Promise<NamedObject[]> {
  const objects = await objectsLeft(engine, entries);
  await removeObjects(engine, objects);
  for (const { kind, name, owner } of entries)
    if (kind === "network" || kind === "volume") await release(engine, { kind, name }, (mark) => mark === owner);
  return objects;
}

/** Objects of the engine that these entries mean: of that kind and name, with that mark. */
async function objectsLeft(engine: Engine, entries: readonly Unrecorded[]): Promise<NamedObject[]> {
  const since = Date.now();
  for (;;) {
    const all = (await Promise.all(NAMED_KINDS.map((kind) => namedObjects(engine, kind)))).flat();
    const isMeant = (one: NamedObject) => (entry: Unrecorded) =>
      entry.kind === one.kind && entry.name === one.name && entry.owner === one.owner;
    const found = all.filter((one) => entries.some(isMeant(one)));
    const awaited = entries.filter(
      (entry) => since - entry.since < LATE.young && !all.some((one) => isMeant(one)(entry)),
    );
    if (awaited.length === 0 || Date.now() - since > LATE.wait) return found;
    await sleep(LATE.look);
  }
}

/** Removes objects, each after those that hold it. One that is gone by itself counts as removed. */
async function removeObjects(engine: Engine, objects: readonly NamedObject[]): Promise<void> {
  for (const kind of ORDER)
    for (const one of objects.filter((object) => object.kind === kind)) await removed(engine, one);
}

async function removed(engine: Engine, { kind, id }: NamedObject): Promise<void> {
  const query = kind === "container" ? { force: true, v: true } : {};
  const deadline = Date.now() + HELD.limit;
  for (;;) {
    try {
      return await engine.remove(`/${kind}s/${encodeURIComponent(id)}`, { query });
    } catch (error) {
      const held = error instanceof EngineError && (error.status === 403 || error.status === 409);
      if (!held || Date.now() > deadline) throw error;
      await sleep(HELD.look);
    }
  }
}

/**
 * Removes what entries mean from the engine that the docker command of this machine speaks to.
 *
 * @returns what was removed, in words: `container "web"`
 * @throws {Error} where it was another engine, which is not known how to reach
 */
export async function removeLeftObjects(
  entries: readonly Unrecorded[],
  env: Record<string, string | undefined>,
): Promise<string[]> {
  const endpoint = resolveEndpoint({}, env);
  const elsewhere = entries.find((entry) => entry.engine !== endpoint.host);
  if (elsewhere) {
    const { kind, name, engine } = elsewhere;
    throw new Error(
      `an interrupted run began to make the ${kind} "${name}" on the Docker Engine at ${engine}, and no state knows of ` +
        `it. Set DOCKER_HOST to that engine and run the command again; this one is ${endpoint.host} (${endpoint.source}).`,
    );
  }
  const engine = new Engine(endpoint);
  try {
    const objects = await removeLeft(engine, entries);
    return objects.map(({ kind, name }) => `${kind} "${name}"`);
  } finally {
    await engine.close();
  }
}
