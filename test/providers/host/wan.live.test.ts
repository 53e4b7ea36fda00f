import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { compileTopology } from "../../../components/compile/topology.ts";
import type { Expectation } from "../../../net/schema/expectation.ts";
import { surroundings } from "../../../providers/host/expect/around.ts";
import { check } from "../../../providers/host/expect/check.ts";
import { parseTopology } from "../../../topology/parse.ts";
import { kernelWithQueue } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

/** examples/wan: two sites with two lines between them. */
async function example(): Promise<{ scopes: Scopes; expect: Expectation[] }> {
  const file = new URL("../../../examples/wan/wan.yaml", import.meta.url);
  const { topology } = parseTopology(parse(await readFile(file, "utf8")).config["bridgework:topology"]);
  if (!topology) throw new Error("the example has a fault");
  return { scopes: compileTopology(topology) as unknown as Scopes, expect: topology.expect };
}

const kernel = await kernelWithQueue("netem");

liveUnless(kernel.lacks)("two sites with two lines between them", () => {
  const world = new World(kernel.machine);
  let lab: Awaited<ReturnType<typeof example>>;
  beforeAll(async () => {
    lab = await example();
    await world.open();
    await world.apply(lab.scopes);
  });
  afterAll(() => world.close());

  const verdicts = async () => {
    const around = surroundings(world.transport, lab.scopes as Parameters<typeof surroundings>[1]);
    // A virtual machine starts a program in seconds.
    return await check(
      lab.expect.map((one) => ({ ...one, timeout: 30 })),
      around,
    );
  };

  test("are measured as the lab expects", async () => {
    expect(await world.plan(lab.scopes)).toEqual([]);
    const all = await verdicts();
    expect(all.filter(({ holds }) => !holds)).toEqual([]);
  });

  test("are told of the line that somebody made worse, by what is declared and by what is measured, and are as before", async () => {
    await world.byHand("ip netns exec NORTH tc qdisc change dev radio root netem delay 300ms loss 1%");
    const said = ['change shaping radio in NORTH: delay "300ms" -> "40ms", jitter "0s" -> "2ms"'];
    expect(await world.plan(lab.scopes)).toEqual(said);
    const broken = (await verdicts()).filter(({ holds }) => !holds);
    expect(broken.map(({ found }) => found)).toEqual([
      expect.stringMatching(/the round-trip time was 3\d\d\.?\d* ms, the median of .* ms: not from 75 ms to 100 ms$/),
    ]);
    expect(await world.apply(lab.scopes)).toEqual(said);
    expect((await verdicts()).filter(({ holds }) => !holds)).toEqual([]);
  });

  test("leave nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
