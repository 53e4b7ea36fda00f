import { afterAll, beforeAll, expect, test } from "vitest";
import { which } from "../../toolchain/find.mjs";
import { objects } from "../labs/lab.ts";
import { liveUnless } from "../live.ts";
import { cannotRunDocker } from "../providers/docker/host.ts";
import { pauseIpAt, slowIp } from "./broken-ip.ts";
import { dockerGround, type Ground, VICTIMS } from "./kills.ts";
import { describeStack } from "./lab.ts";
import { npmRun } from "./npm-run.ts";
import { killAll, processesBeside } from "./processes.ts";
import { failure, LabStack, type Place } from "./stack.ts";

const NOTED = /an interrupted run began this, and no state knows of it: document "lab"/;
const REMOVED = /removed what an interrupted run had left and no state knew of: document "lab" \(.*3 namespaces/;

describeStack("what a killed first update left", {}, (lab) => {
  test("is told by a preview, and goes with a plain destroy, which says what it removed", async () => {
    await lab.stack.settings("examples/red-blue/stage4.yaml");
    await pauseIpAt(lab.stack, { process: 2, lines: 2 });
    const said = failure(lab.stack.up());
    const stopped = () => processesBeside(lab.host.pid, /^sleep 1000/);
    await expect.poll(stopped, { timeout: 180_000, interval: 100 }).toHaveLength(1);
    // The processes that the provider has started go with it.
    await killAll(await processesBeside(lab.host.pid, /dynamic-provider|^sleep 1000/));
    await said;
    await lab.stack.standDown("ip");
    expect(await lab.changes()).not.toEqual([]);
    expect((await lab.stack.preview()).text).toMatch(NOTED);
    expect(await lab.stack.destroy()).toMatch(REMOVED);
    expect(await lab.changes()).toEqual([]);
    expect((await lab.host.run(["ls", "/run/bridgework"])).code).not.toBe(0);
  });

  test("goes with the next destroy where the provider completed it whose Pulumi was killed", async () => {
    const links = { reth0: { bridge: "br0", address: "11.11.11.2/24" } };
    const topology = { bridges: { br0: { address: "11.11.11.1/24" } }, namespaces: { RED: { links } } };
    await lab.stack.configure({ topology });
    await slowIp(lab.stack, 1);
    const said = failure(lab.stack.up());
    const begun = async () => (await lab.host.run(["ip", "netns", "list"])).stdout;
    await expect.poll(begun, { timeout: 180_000, interval: 50 }).toContain("RED");
    expect(await killAll(await processesBeside(lab.host.pid, VICTIMS.cli))).toBe(1);
    await said;
    await lab.stack.standDown("ip");
    const working = () => processesBeside(lab.host.pid, VICTIMS.provider);
    await expect.poll(working, { timeout: 60_000, interval: 100 }).toEqual([]);
    expect((await lab.host.run(["ip", "-n", "RED", "link", "show", "reth0"])).code).toBe(0);
    // The mark of the killed one that the stack is in use.
    await lab.stack.stack.cancel();
    expect(await lab.stack.destroy()).toMatch(/document "lab" \(.*1 namespace/);
    expect(await lab.changes()).toEqual([]);
  });
});

liveUnless(cannotRunDocker() ?? (which("pulumi") ? undefined : "needs the Pulumi CLI"))(
  "what a killed first update left on an engine",
  () => {
    let ground: Ground;
    beforeAll(async () => {
      ground = await dockerGround();
    });
    afterAll(() => ground?.close());

    test.each([
      ["plugin", "one"],
      // The mark of a volume that is about to be made, a volume itself.
      ["group", "bridgework.volume.data"],
    ] as const)("goes with the next destroy where the %s was killed as soon as %s was there", async (victim, sign) => {
      const before = await ground.look();
      await ground.stack.configure({ topology: ground.labs[0] });
      const running = ground.npm("up", "--skip-preview");
      await expect.poll(() => ground.look(), { timeout: 180_000, interval: 50 }).toContain(sign);
      expect(await killAll(await processesBeside(ground.pid, VICTIMS[victim]))).toBeGreaterThan(0);
      await running;
      const { code, stdout, stderr } = await ground.npm("destroy", "--yes");
      expect(code, `${stdout}${stderr}`).toBe(0);
      await expect.poll(() => ground.look(), { timeout: 20_000, interval: 200 }).toEqual(before);
    });

    test("a destroy of a target leaves alone what the state has, and what is to be retained stays", async () => {
      await killedAt(ground, "targets", "one", async ({ stack, place, there, before }) => {
        await stack.stack.cancel();
        await stack.destroy("--target", "**::other", "--target-dependents");
        const now = await there();
        expect(now).toEqual(expect.arrayContaining(["net1", "kept"]));
        expect(now).not.toContain("other");
        const { code, stdout, stderr } = await npmRun(place, stack, "destroy", "--yes");
        expect(code, `${stdout}${stderr}`).toBe(0);
        await expect.poll(there, { timeout: 20_000, interval: 200 }).toEqual([...before, "kept"].sort());
      });
    });

    test("goes too where a program has nothing but Docker's objects", async () => {
      await killedAt(ground, "docker-only", "net1", async ({ stack, place, there, before }) => {
        const { code, stdout, stderr } = await npmRun(place, stack, "destroy", "--yes");
        expect(code, `${stdout}${stderr}`).toBe(0);
        await expect.poll(there, { timeout: 20_000, interval: 200 }).toEqual(before);
      });
    });
  },
);

interface Killed {
  place: Place;
  stack: LabStack;
  /** Docker's objects by their names, in their order. */
  there: () => Promise<string[]>;
  /** Those of the engine without anything of ours. */
  before: string[];
}

/** On the engine, a program whose first update was killed, all of it, as soon as an object was there. */
async function killedAt(ground: Ground, program: string, sign: string, task: (left: Killed) => Promise<void>) {
  const { place } = ground;
  const stack = await LabStack.open(place, "kills", { program: `test/stacks/programs/${program}/index.ts` });
  const there = async () => (await objects(place)).split("\n").sort();
  const before = await there();
  const running = npmRun(place, stack, "up", "--skip-preview");
  await expect.poll(there, { timeout: 180_000, interval: 50 }).toContain(sign);
  expect(await killAll(await processesBeside(ground.pid, VICTIMS.group))).toBeGreaterThan(0);
  await running;
  await task({ place, stack, there, before });
  await stack.close();
}
