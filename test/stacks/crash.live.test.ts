import { afterAll, beforeAll, expect, test } from "vitest";
import { differences } from "../providers/host/photograph.ts";
import { pauseIpAt } from "./broken-ip.ts";
import { describeStack } from "./lab.ts";
import { npmRun } from "./npm-run.ts";
import { killAll, processesBeside } from "./processes.ts";
import { failure } from "./stack.ts";

describeStack("an update that is killed", {}, (lab) => {
  beforeAll(() => lab.stack.settings("examples/red-blue/stage4.yaml"));
  afterAll(() => kill(EVERYTHING));

  /** Starts an update that stops half-way; tells when it has, and what became of it. */
  async function halfWay(): Promise<{ said: Promise<string> }> {
    await pauseIpAt(lab.stack, { process: 2, lines: 2 });
    const said = failure(lab.stack.up());
    await expect
      .poll(() => processesBeside(lab.host.pid, /^sleep 1000/), { timeout: 180_000, interval: 100 })
      .toHaveLength(1);
    return { said };
  }

  /** The CLI, its plugins, and what they have started. */
  const EVERYTHING = /pulumi|^sleep 1000|^flock|^cat $/;

  /** Kills them, and tells how many there were. Some end by themselves when another is gone. */
  async function kill(words: RegExp): Promise<number> {
    return await killAll(await processesBeside(lab.host.pid, words));
  }

  /** What an interrupted run left to be told: no longer, once another has completed it. */
  const NOTED = /an interrupted run began this/;

  async function proveAndDestroy(): Promise<void> {
    await lab.host.must(["ping", "-c1", "-w10", "8.8.8.8"], { scope: "RED" });
    const { text, changes } = await lab.stack.preview({ expectNoChanges: true });
    expect(changes).toEqual({ same: 4 });
    expect(text).not.toMatch(NOTED);
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  }

  test("what a killed provider left half-made is recognised and completed by the next up", async () => {
    const { said } = await halfWay();
    // In one go: the CLI ends what a dead plugin leaves behind, as soon as it notices.
    expect(await kill(/dynamic-provider|^sleep 1000/)).toBe(2);
    expect(await said).toContain("error");
    expect(differences(lab.before, await lab.settled())).not.toEqual([]);
    await lab.stack.standDown("ip");
    await lab.stack.up();
    await proveAndDestroy();
  });

  test("so is what a power cut left, and nobody has to cancel or clear anything", async () => {
    const { said } = await halfWay();
    expect(await kill(EVERYTHING)).toBeGreaterThan(5);
    await said;
    expect(differences(lab.before, await lab.settled())).not.toEqual([]);
    await lab.stack.standDown("ip");
    const { stdout, stderr } = await npmRun(lab.host, lab.stack, "up", "--skip-preview");
    const again = `${stdout}${stderr}`;
    expect(again).toMatch(/1 created.*a run of .* was killed; this one goes on from where it stopped/s);
    expect(again).not.toMatch(/warning|pending/);
    await proveAndDestroy();
  });
});
