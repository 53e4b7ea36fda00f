import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EngineError } from "../../../engine/errors.ts";
import type { Context } from "../../../providers/docker/resource.ts";
import { Session } from "../../../providers/docker/session.ts";
import { beforeLettingGo, type Holder, whenFree } from "../../../providers/docker/wait-until-free.ts";
import { TYPES, urn } from "./plugin.ts";

// Fake timers leave this module alone.
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise((done) => globalThis.setTimeout(done, ms)),
}));

const session = new Session();
const context = { urn: urn(TYPES.container, "new"), session } as unknown as Context;
const declare = (name: string) => session.declare(TYPES.container, urn(TYPES.container, name), {});
const held = (owner?: string): Holder => ({ what: "10.0.0.5", who: 'container "old"', owner });
const [DECLARED, DROPPED] = [urn(TYPES.container, "declared"), urn(TYPES.container, "dropped")];
declare("declared");

/** What becomes of something, and after how many seconds. */
async function outcome(doing: Promise<unknown>): Promise<string> {
  const begun = Date.now();
  const said = doing.then(String, (error: Error) => error.message);
  await vi.runAllTimersAsync();
  return `${Math.round((Date.now() - begun) / 1000)} s: ${await said}`;
}

/** The engine refuses for as long as somebody has it. */
const taking = (look: () => Holder[], words = "Address already in use") =>
  whenFree(
    context,
    async () => look(),
    async () => {
      if (look().length > 0) throw new EngineError(403, words);
      return "taken";
    },
  );
const until = (seconds: number, holder: Holder) => {
  const end = Date.now() + seconds * 1000;
  return () => (Date.now() < end ? [holder] : []);
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each(["port is already allocated", "Pool overlaps with other one on this address space"])(
  "%s: what the stack itself has is taken as soon as it is free",
  async (words) => {
    expect(await outcome(taking(until(3, held(DROPPED)), words))).toBe("3 s: taken");
  },
);

test("what the stack has and declares no more is named after ten seconds, with the command that removes it", async () => {
  expect(await outcome(taking(() => [held(DROPPED)]))).toBe(
    '10 s: Address already in use: the container "old" of this stack has 10.0.0.5, and is not declared any more. Pulumi ' +
      "removes it only after it has made everything else. Remove it first, and what depends on it, then run up again: " +
      `pulumi destroy --refresh=false --target-dependents --target '${DROPPED}'`,
  );
});

test("what the stack declares and has not let go of is named after ten seconds", async () => {
  expect(await outcome(taking(() => [held(DECLARED)]))).toMatch(
    /^10 s: .*of this stack has 10\.0\.0\.5 and has not let go .*where it depends on this one/,
  );
});

test("what others have is named at once, even where this stack has something in the way too", async () => {
  const said = /^0 s: .*"old", which this stack did not make, has 10\.0\.0\.5; take another, or remove it$/;
  expect(await outcome(taking(() => [held(DECLARED), held()]))).toMatch(said);
});

test("what nobody is seen to have is tried for a second, and any other refusal is one", async () => {
  const refuse = (words: string) =>
    whenFree(
      context,
      async () => [],
      () => Promise.reject(new EngineError(500, words)),
    );
  expect(await outcome(refuse("address already in use"))).toBe("1 s: address already in use");
  expect(await outcome(refuse("no space left"))).toBe("0 s: no space left");
});

test("nothing is let go of for what only goes at the end of the update, or is somebody else's", async () => {
  const wanting = (look: () => Holder[]) => beforeLettingGo(context, async () => look());
  expect(await outcome(wanting(() => [held(DROPPED)]))).toMatch(/^10 s: not begun: .*pulumi destroy/);
  expect(await outcome(wanting(() => [held()]))).toMatch(/^0 s: not begun: .*did not make/);
});

test("a swap is begun at once, also with one that is declared only a moment later", async () => {
  const wanting = (owner: string) => beforeLettingGo(context, async () => [held(owner)]);
  expect(await outcome(wanting(DECLARED))).toBe("0 s: undefined");
  setTimeout(() => declare("later"), 2000);
  expect(await outcome(wanting(urn(TYPES.container, "later")))).toBe("2 s: undefined");
});
