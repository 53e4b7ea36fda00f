import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { differences } from "../host/photograph.ts";
import { pauseIpAt } from "./broken-ip.ts";
import { describeStack } from "./lab.ts";
import { failure, REPOSITORY } from "./stack.ts";

describeStack("an update that is killed", {}, (lab) => {
  beforeAll(() => lab.stack.settings("examples/red-blue/stage4.yaml"));
  afterAll(() => kill(EVERYTHING));

  /** Starts an update that stops half-way; tells when it has, and what became of it. */
  async function halfWay(): Promise<{ said: Promise<string> }> {
    await pauseIpAt(lab.stack, { process: 2, lines: 2 });
    const said = failure(lab.stack.up());
    await expect.poll(() => processes(/^sleep 1000/), { timeout: 60_000, interval: 100 }).toHaveLength(1);
    return { said };
  }

  /** The CLI, its plugins, and what they have started. */
  const EVERYTHING = /pulumi|^sleep 1000|^flock|^cat $/;

  /** The processes in the sandbox whose command line has these words. */
  async function processes(words: RegExp): Promise<number[]> {
    const network = await readlink(`/proc/${lab.host.pid}/ns/net`);
    const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== lab.host.pid);
    const found = await Promise.all(
      numbers.map(async (pid) => {
        const there = await readlink(`/proc/${pid}/ns/net`).catch(() => "");
        const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
        return there === network && words.test(command.replaceAll("\0", " ")) ? [Number(pid)] : [];
      }),
    );
    return found.flat();
  }

  /** Kills them, and tells how many there were. Some end by themselves when another is gone. */
  async function kill(words: RegExp): Promise<number> {
    const found = await processes(words);
    await run(["kill", "-KILL", ...found.map(String)]);
    return found.length;
  }

  async function proveAndDestroy(): Promise<void> {
    await lab.host.must(["ping", "-c1", "-W1", "8.8.8.8"], { scope: "RED" });
    expect((await lab.stack.preview({ expectNoChanges: true })).changes).toEqual({ same: 3 });
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
    const again = await npmRun("up", "--skip-preview");
    expect(again).toMatch(/1 created.*a run of .* was killed; this one goes on from where it stopped/s);
    expect(again).not.toMatch(/warning|pending/);
    await proveAndDestroy();
  });

  /** One of the repository's commands, on this stack. */
  async function npmRun(command: string, ...options: string[]): Promise<string> {
    const env = { BRIDGEWORK_STATE_DIR: join(lab.stack.folder, "state"), PULUMI_CONFIG_PASSPHRASE: "test" };
    const argv = [
      process.execPath,
      join(REPOSITORY, "commands/main.mjs"),
      command,
      "--cwd",
      lab.stack.folder,
      ...options,
    ];
    const { stdout, stderr } = await lab.host.run(argv, { env });
    return `${stdout}${stderr}`;
  }
});
