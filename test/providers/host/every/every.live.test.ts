import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelWith } from "../../../links.ts";
import { liveUnless } from "../../../live.ts";
import { Watch } from "../live/events.ts";
import type { Photograph } from "../photograph.ts";
import { type Scopes, World } from "../world.ts";
import { EVERY } from "./document.ts";
import { subjectOf } from "./turn.ts";
import { TURNS } from "./turns.ts";

const { lacks, machine } = await kernelWith("dummy", "name l0 type dummy", ["tun"]);

/** The kernel tells of a carrier that comes or goes once a second. */
const CARRIER_MS = 1000;

liveUnless(lacks)("every kind and every type of link in one document", () => {
  const world = new World(machine);
  let created: string[];
  let made: Photograph;
  let watch: Watch;
  /** What the host has: turns go on from there, so that each is one change, and back is one way for all. */
  let declared: Scopes = EVERY;
  beforeAll(async () => {
    await world.open();
    created = await world.apply(EVERY);
    made = await world.settled();
    watch = await Watch.open(world.sandbox);
  });
  afterAll(async () => {
    await watch?.close();
    await world.close();
  });

  test("is created in one go, of more than forty objects, and then left alone", async () => {
    expect(created.filter((line) => line.startsWith("create ")).length).toBeGreaterThan(40);
    expect(await world.plan(EVERY)).toEqual([]);
    expect(await watch.during(() => world.apply(EVERY))).toEqual([]);
  });

  test.each(TURNS)("changes nothing but $of", async ({ to, does, tells }) => {
    const next = to(declared);
    let done: string[] = [];
    const events = await watch.during(async () => {
      done = await world.apply(next);
      declared = next;
      if (done.some((line) => /^(create|delete) /.test(line))) await delay(CARRIER_MS);
    });
    const told = new Set(events.flatMap((event) => subjectOf(event) ?? []));
    expect({ done, told: [...told].toSorted() }).toEqual({ done: does, told: tells.toSorted() });
  });

  test("is all as it was when it is declared as before", async () => {
    await world.apply(EVERY);
    expect(await world.changes(made)).toEqual([]);
  });

  test("is removed, and the host is as it was", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
