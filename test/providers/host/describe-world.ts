import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { describeLive } from "../../live.ts";
import { World } from "./world.ts";

type Tests = (world: World) => void;
type Hook = (body: () => Promise<void>) => void;

/** Tests that share one host. It is open when the first hook of the tests begins. */
export function describeWorld(what: string, tests: Tests): void {
  opened(what, tests, beforeAll, afterAll);
}

/** Tests that each have a host of their own. */
export function describeWorlds(what: string, tests: Tests): void {
  opened(what, tests, beforeEach, afterEach);
}

function opened(what: string, tests: Tests, before: Hook, after: Hook): void {
  describeLive(what, () => {
    const world = new World();
    before(() => world.open());
    after(() => world.close());
    tests(world);
  });
}
