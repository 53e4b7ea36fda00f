import { afterEach, beforeEach, expect, test } from "vitest";
import { settled } from "../live/live.ts";
import { differences, type Photograph } from "../photograph.ts";
import { World } from "../world.ts";
import { RED_BLUE } from "./red-blue.ts";
import { type Mishap, Saboteur } from "./saboteur.ts";

/** More lines than the build of RED and BLUE has; the loops end by themselves at the last one. */
const LIMIT = 200;

let world: World;
let before: Photograph;

beforeEach(async () => {
  world = await World.open();
  before = await settled(world);
});
afterEach(() => world.close());

/** What the mishap looks like to whoever asked: the operation, the object, the words of who said it. */
const SAID = /^(create|adopt) (namespace|link|sysctl|address|route|neighbour|table|chain|jump) .* failed: \S+ said: /;

for (const [mishap, words] of [
  ["refused", /Cannot find device "nosuch0"|nosuch/],
  ["killed", /killed by SIGKILL/],
] as [Mishap, RegExp][])
  test(`a line that is ${mishap}, whichever of the build it is, leaves the host as it was and is named`, {
    timeout: 300_000,
  }, async () => {
    for (let line = 0; line < LIMIT; line++) {
      const saboteur = new Saboteur(world.transport, line, mishap);
      const error = await world.apply(RED_BLUE, { transport: saboteur.transport }).catch((caught) => caught);
      if (saboteur.struck === undefined) return expectWhole(line);
      const story = `line ${line}, ${saboteur.struck}: ${error.message}`;
      expect(error.message, story).toMatch(SAID);
      expect(error.message, story).toMatch(words);
      if (mishap === "refused") expect(error.message, story).toContain(inside(saboteur.struck));
      expect(error.message, story).toMatch(/Rolled back, the host is as before:|Nothing was changed\./);
      expect(differences(before, await settled(world, before.text)), story).toEqual([]);
      expect(await world.transport.list(), story).toEqual([]);
    }
  });

test("a crash before any line of the build is mended by the next update, and nothing stays behind in the end", {
  timeout: 300_000,
}, async () => {
  for (let line = 0; line < LIMIT; line++) {
    const saboteur = new Saboteur(world.transport, line, "crashed");
    await world.apply(RED_BLUE, { transport: saboteur.transport }).catch(() => undefined);
    if (saboteur.struck === undefined) return expectWhole(line);
    const story = `line ${line}, ${saboteur.struck}`;
    await world.apply(RED_BLUE);
    expect(await world.plan(RED_BLUE), story).toEqual([]);
    await world.apply({});
    expect(differences(before, await settled(world, before.text)), story).toEqual([]);
    expect(await world.transport.list(), story).toEqual([]);
  }
});

test("a crash before any line of the removal is mended by the next one", { timeout: 300_000 }, async () => {
  for (let line = 0; line < LIMIT; line++) {
    await world.apply(RED_BLUE);
    const saboteur = new Saboteur(world.transport, line, "crashed");
    await world.apply({}, { transport: saboteur.transport }).catch(() => undefined);
    const story = `line ${line}, ${saboteur.struck}`;
    await world.apply({});
    expect(differences(before, await settled(world, before.text)), story).toEqual([]);
    expect(await world.transport.list(), story).toEqual([]);
    if (saboteur.struck === undefined) return expect(line).toBeGreaterThan(8);
  }
});

/** The line as the error repeats it; a restore's lines carry their table in front. */
function inside(line: string): string {
  return line.startsWith("-") ? line.split(" ").slice(0, 2).join(" ") : `(line: ${line})`;
}

/** The loop has passed the last line: the build went through, and it had enough lines to mean anything. */
function expectWhole(lines: number): void {
  expect(lines).toBeGreaterThan(30);
}
