import { afterEach, beforeEach, expect, test } from "vitest";
import { describeLive } from "../../live.ts";
import { settled } from "../live/live.ts";
import type { Photograph } from "../photograph.ts";
import { World } from "../world.ts";
import { asBefore, atEveryLine } from "./every-line.ts";
import { RED_BLUE } from "./red-blue.ts";

describeLive("a crash of the provider", () => {
  let world: World;
  let before: Photograph;
  beforeEach(async () => {
    world = await World.open();
    before = await settled(world);
  });
  afterEach(() => world.close());

  test("before any line of the build is mended by the next update, and nothing stays behind in the end", async () => {
    await atEveryLine(world, "crashed", 30, async ({ transport }, story) => {
      await world.apply(RED_BLUE, { transport }).catch(() => undefined);
      await world.apply(RED_BLUE);
      expect(await world.plan(RED_BLUE), story()).toEqual([]);
      await world.apply({});
      await asBefore(world, before, story());
    });
  });

  test("before any line of the removal is mended by the next one", async () => {
    await atEveryLine(world, "crashed", 8, async ({ transport }, story) => {
      await world.apply(RED_BLUE);
      await world.apply({}, { transport }).catch(() => undefined);
      await world.apply({});
      await asBefore(world, before, story());
    });
  });
});
