import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelWith } from "../../../links.ts";
import { liveUnless } from "../../../live.ts";
import { eventsDuring } from "../live/events.ts";
import type { Photograph } from "../photograph.ts";
import { World } from "../world.ts";
import { EVERY } from "./document.ts";
import { TURNS } from "./turns.ts";

const { lacks, machine } = await kernelWith("dummy", "name l0 type dummy", ["tun", "nf_conntrack"]);

/** What an event of `ip monitor` is of: an interface's name, or the event itself where it is of none. */
function subjectOf(event: string): string {
  const found = /\[(?:LINK|ADDR)\](?:Deleted )?\d+: ([^:@\s]+)|\[NETCONF\](?:Deleted )?inet6? (\S+)|dev (\S+)/.exec(
    event,
  );
  return found?.slice(1).find((name) => name !== undefined) ?? event;
}

liveUnless(lacks)("every kind and every type of link in one document", () => {
  const world = new World(machine);
  let made: Photograph;
  beforeAll(() => world.open());
  afterAll(() => world.close());

  test("is created at once, of more than forty objects, and then left alone", async () => {
    const done = await world.apply(EVERY);
    expect(done.filter((line) => line.startsWith("create ")).length).toBeGreaterThan(40);
    expect(await world.plan(EVERY)).toEqual([]);
    made = await world.settled();
    const events = await eventsDuring(world.sandbox, () => world.apply(EVERY));
    expect(events).toEqual([]);
  });

  test.each(TURNS)("$of alone changes, where it alone is declared otherwise", async ({ to, does, touches }) => {
    let done: string[] = [];
    const events = await eventsDuring(world.sandbox, async () => {
      done = await world.apply(to);
    });
    const others = events.filter((event) => !touches.includes(subjectOf(event)));
    await world.apply(EVERY);
    expect({ done, others }).toEqual({ done: does, others: [] });
    expect(await world.changes(made)).toEqual([]);
  });

  test("is removed, and the host is as it was", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
