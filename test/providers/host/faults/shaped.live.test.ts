import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelWithQueue } from "../../../links.ts";
import { liveUnless } from "../../../live.ts";
import { World } from "../world.ts";
import { asBefore, atEveryLine, UNHURRIED } from "./every-line.ts";
import { SHAPED } from "./shaped.ts";

const { lacks, machine } = await kernelWithQueue("netem");

liveUnless(lacks)("what shapes packets", () => {
  const world = new World(machine);
  beforeEach(() => world.open());
  afterEach(() => world.close());

  test("is taken back by the rollback, whichever line is refused", { timeout: UNHURRIED }, async () => {
    await atEveryLine(world, "refused", 6, async (saboteur, story) => {
      const outcome = await world.apply(SHAPED, { transport: saboteur.transport }).catch((caught: Error) => caught);
      if (saboteur.struck === undefined) return;
      expect((outcome as Error).message, story()).toMatch(
        /^(create|adopt) (link|shaping|wg|peer|sysctl) .* failed: (ip|tc|wg|sysctl) said: /,
      );
      await asBefore(world, story());
    });
  });

  test("is mended by the next update, before whichever line the provider crashes", { timeout: UNHURRIED }, async () => {
    await atEveryLine(world, "crashed", 6, async ({ transport }, story) => {
      await world.apply(SHAPED, { transport }).catch(() => undefined);
      await world.apply(SHAPED);
      expect(await world.plan(SHAPED), story()).toEqual([]);
      await world.apply({});
      await asBefore(world, story());
    });
  });
});
