import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Kernel, ownKernel } from "../../../links.ts";
import { liveUnless } from "../../../live.ts";
import { differences, type Photograph, type Purpose } from "../photograph.ts";
import { OWNER, World } from "../world.ts";
import { eventsDuring } from "./events.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";
import { inOrder, together } from "./together.ts";

const ANOTHER = `${OWNER}-2`;

/**
 * Meets the real kernel with one kind: all of a spec, in sandboxes.
 *
 * @param kernel one that has what the spec is of; by default this machine's
 */
export function live(spec: LiveSpec, kernel = ownKernel): void {
  liveUnless(kernel.lacks)(`${spec.kind}, on the kernel`, () => {
    describe("declared", () => declared(kernel.machine ? together(spec) : spec, kernel));
    describe("already there and somebody else's", () => foreign(spec, kernel));
  });
}

function declared(spec: LiveSpec, { machine }: Kernel): void {
  const world = new World(machine);
  let made: Photograph;
  beforeAll(() => world.open());
  afterAll(() => world.close());

  test("is created by the plan that a preview shows", async () => {
    expect(await world.plan(spec.base)).toEqual(spec.creates);
    expect(await world.apply(spec.base)).toEqual(spec.creates);
    made = await world.settled(undefined, world.brief);
  });

  test("is then left alone: an empty plan, and no event in the kernel", async () => {
    expect(await world.plan(spec.base)).toEqual([]);
    const events = await eventsDuring(world.sandbox, () => world.apply(spec.base));
    expect(events).toEqual([]);
    await same(world, made, []);
  });

  for (const [property, drifts] of Object.entries(spec.drifts))
    test.each(drifts)(`${property} drifts by $by, and exactly that is repaired`, async (drift) => {
      made = await repaired(world, spec, drift, made);
    });

  for (const [property, steps] of Object.entries(spec.steps))
    test.each(steps.map((step, index) => ({ step, number: index + 1 })))(
      `${property} changes as the declaration does ($number), and back`,
      async ({ step }) => {
        made = await thereAndBack(world, spec, step, made);
      },
    );

  for (const [property, { to, words }] of Object.entries(spec.lacking ?? {}))
    test(`${property} holds where the kernel has it, and else is refused in its own words`, async () => {
      const error = await world.apply(to).catch((caught: Error) => caught);
      if (error instanceof Error) expect(error.message).toMatch(words);
      else expect(await world.plan(to)).toEqual([]);
      await world.apply(spec.base);
      await same(world, made, []);
    });

  test("is removed when it is declared no more", async () => {
    expect(await world.apply(spec.removal.to)).toEqual(spec.removal.does);
    expect(await world.plan(spec.removal.to)).toEqual([]);
  });

  test("leaves the host as it was", async () => {
    await world.apply(spec.base);
    await world.apply({});
    await same(world, world.before, []);
    expect(await world.transport.list()).not.toContain(expect.stringContaining(".json"));
  });
}

async function repaired(world: World, spec: LiveSpec, drift: Drift, made: Photograph): Promise<Photograph> {
  await world.byHand(...drift.by);
  const said = inOrder(drift.says);
  expect(inOrder(await world.plan(spec.base))).toEqual(said);
  expect(inOrder(await world.apply(spec.base))).toEqual(said);
  return same(world, made, drift.renews ?? [], world.brief);
}

async function thereAndBack(world: World, spec: LiveSpec, step: Step, made: Photograph): Promise<Photograph> {
  const said = inOrder(step.does);
  expect(inOrder(await world.plan(step.to))).toEqual(said);
  expect(inOrder(await world.apply(step.to))).toEqual(said);
  expect(await world.plan(step.to)).toEqual([]);
  if (!step.renews) expect(differences(made, await world.photograph(world.brief))).not.toEqual([]);
  await world.apply(spec.base);
  return same(world, made, step.renews ?? [], world.brief);
}

function foreign(spec: LiveSpec, { machine }: Kernel): void {
  const world = new World(machine);
  let before: Photograph;
  beforeAll(async () => {
    await world.open();
    await world.byHand(...spec.foreign.by);
    if (spec.foreign.another) await world.apply(spec.foreign.another, { owner: ANOTHER });
    before = await world.settled();
  });
  afterAll(() => world.close());

  test("is refused by name, and nothing is changed", async () => {
    await expect(world.apply(spec.base)).rejects.toThrow(spec.foreign.refusal);
    await same(world, before, []);
  });

  if (!spec.foreign.adopts) {
    test("is not taken over with adopt either: it is another", async () => {
      await expect(world.apply(spec.base, { adopt: true })).rejects.toThrow(spec.foreign.refusal);
      await same(world, before, []);
    });
    return;
  }

  test("is taken over with adopt, and comes back as it was", async () => {
    expect(await world.plan(spec.base, { adopt: true })).toEqual(spec.foreign.adopts);
    await world.apply(spec.base, { adopt: true });
    expect(await world.plan(spec.base)).toEqual([]);
    await world.apply({});
    await same(world, before, []);
  });

  test("is not taken from another document", async () => {
    await world.apply(spec.base, { adopt: true });
    await expect(world.apply(spec.base, { owner: ANOTHER })).rejects.toThrow(`belongs to ${OWNER}`);
    await world.apply({});
    await same(world, before, []);
  });
}

/** Waits until the host is as it was in the photograph; IPv6 takes up to two seconds to be sure of an address. */
async function same(world: World, wanted: Photograph, renewed: string[], purpose?: Purpose): Promise<Photograph> {
  const now = await world.settled(wanted, purpose);
  expect(differences(wanted, now)).toEqual([]);
  const kept = Object.keys(wanted.indexes).filter((name) => !renewed.includes(name));
  for (const name of kept) expect(now.indexes, name).toHaveProperty([name], wanted.indexes[name]);
  return now;
}
