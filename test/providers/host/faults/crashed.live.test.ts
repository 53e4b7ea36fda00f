import { expect, test } from "vitest";
import { describeWorlds } from "../describe-world.ts";
import { asBefore, atEveryLine, UNHURRIED } from "./every-line.ts";
import { RED_BLUE } from "./red-blue.ts";

describeWorlds("a crash of the provider", (world) => {
  test("before any line of the build is mended by the next update, and nothing stays behind in the end", {
    timeout: UNHURRIED,
  }, async () => {
    await atEveryLine(world, "crashed", 30, async ({ transport }, story) => {
      await world.apply(RED_BLUE, { transport }).catch(() => undefined);
      await world.apply(RED_BLUE);
      expect(await world.plan(RED_BLUE), story()).toEqual([]);
      await world.apply({});
      await asBefore(world, story());
    });
  });

  test("before any line of the removal is mended by the next one", { timeout: UNHURRIED }, async () => {
    await atEveryLine(world, "crashed", 8, async ({ transport }, story) => {
      await world.apply(RED_BLUE);
      await world.apply({}, { transport }).catch(() => undefined);
      await world.apply({});
      await asBefore(world, story());
    });
  });
});
