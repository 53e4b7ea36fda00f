import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { describeLive } from "../live.ts";
import { World } from "./world.ts";

/** Tests that share one host. It is open when the first hook of the tests begins. */
export function describeWorld(what: string, body: (world: World) => void): void {
  describeLive(what, () => {
    const world = new World();
    beforeAll(() => world.open());
    afterAll(() => world.close());
    body(world);
  });
}

/** Tests that each have a host of their own. */
export function describeWorlds(what: string, body: (world: World) => void): void {
  describeLive(what, () => {
    const world = new World();
    beforeEach(() => world.open());
    afterEach(() => world.close());
    body(world);
  });
}
