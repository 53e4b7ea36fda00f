import { expect } from "vitest";
import type { World } from "../world.ts";
import { type Mishap, Saboteur } from "./saboteur.ts";

/** More lines than any build here has. */
const LIMIT = 200;

/** Milliseconds for all of them: on a busy machine each takes some seconds. */
export const UNHURRIED = 600_000;

/** Tries something once for every line that it changes the host with: a mishap at the first, the second, ... the last. */
export async function atEveryLine(world: World, mishap: Mishap, least: number, attempt: Attempt): Promise<void> {
  for (let line = 0; line < LIMIT; line++) {
    const saboteur = new Saboteur(world.transport, line, mishap);
    await attempt(saboteur, () => `line ${line}, ${saboteur.struck}`);
    // It went through: the loop has passed the last line, and had enough of them to mean anything.
    if (saboteur.struck === undefined) return expect(line).toBeGreaterThan(least);
  }
  throw new Error(`not even ${LIMIT} lines were enough`);
}

type Attempt = (saboteur: Saboteur, story: () => string) => Promise<void>;

/** The host is as it was, and nobody claims anything. */
export async function asBefore(world: World, story: string): Promise<void> {
  expect(await world.changes(), story).toEqual([]);
  expect(await world.transport.list(), story).toEqual([]);
}
