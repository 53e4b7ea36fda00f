import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { which } from "../../toolchain/find.mjs";
import { repository } from "../../toolchain/places.mjs";
import { liveUnless } from "../live.ts";
import { noSandbox, type Sandbox } from "../sandbox.ts";
import { openHost } from "../stacks/host.ts";

const reason = noSandbox ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");
const RED_BLUE = join(repository, "examples/red-blue/stage4.yaml");
const npm = (command: string, ...options: string[]) => {
  const words = ["--cwd", repository, "--config-file", RED_BLUE, ...options];
  return ["npm", "--prefix", repository, "run", command, "--", ...words];
};
const UP = npm("up");

/** Milliseconds in which the rest of a run is over on a quiet machine. */
const LONGEST_MS = 4_000;
/** Milliseconds in which all of a run has to be gone: what was begun is finished first. */
const WITHIN_MS = 60_000;

liveUnless(reason)("a run whose processes are killed at random moments", () => {
  let host: Sandbox;
  let state: string;
  beforeAll(async () => {
    host = await openHost();
    state = await mkdtemp(join(tmpdir(), "bridgework-killed-"));
  });
  afterAll(async () => {
    await host?.close();
    await rm(state, { recursive: true, force: true });
  });

  /** The processes of the run by their words: those with its state folder in their environment. */
  async function left(): Promise<{ pid: number; words: string }[]> {
    const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
      numbers.map(async (pid) => {
        const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
        const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
        return environment.includes(`BRIDGEWORK_STATE_DIR=${state}\0`)
          ? [{ pid: Number(pid), words: words.replaceAll("\0", " ") }]
          : [];
      }),
    );
    return found.flat();
  }

  const doomed = async (victim: RegExp) => (await left()).filter(({ words }) => victim.test(words));

  const VICTIMS = {
    "the CLI": /^pulumi up (?!--help)/,
    npm: /^npm run up/,
    "the command": /commands\/main\.mjs/,
    "the provider": /dynamic-provider/,
    "the language host": /pulumi-language-nodejs/,
    "all of them at once":
      /^pulumi up (?!--help)|^npm run up|commands\/main\.mjs|dynamic-provider|pulumi-language-nodejs|cmd\/run/,
  };

  test.each(Object.entries(VICTIMS))(
    "%s: nothing of it goes on",
    async (_, victim) => {
      const ended = host.run(UP, { env: { BRIDGEWORK_STATE_DIR: state }, timeout: 120_000 });
      const there = async () => (await doomed(victim)).length;
      await expect.poll(there, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
      // One of two is killed as soon as it is there.
      await sleep(Math.max(0, Math.random() - 0.5) * 2 * LONGEST_MS);
      const pids = (await doomed(victim)).map(({ pid }) => String(pid));
      // Over already: then there is no less to be gone.
      if (pids.length > 0) await run(["kill", "-KILL", ...pids]);
      // A Pulumi whose provider is gone winds up by itself.
      await ended;
      await expect
        .poll(async () => (await left()).map(({ words }) => words), { timeout: WITHIN_MS, interval: 200 })
        .toEqual([]);
    },
    600_000,
  );

  const here = (argv: string[]) => host.run(argv, { env: { BRIDGEWORK_STATE_DIR: state }, timeout: 180_000 });
  const done = async (argv: string[]) => {
    const { code, stdout, stderr } = await here(argv);
    expect(code, `${argv[4]}: ${stdout}${stderr}`).toBe(0);
  };

  test("a SIGINT for the command alone cancels it, with Pulumi's code for that, and the next one goes on", async () => {
    await here(npm("destroy", "--yes"));
    const ended = here([process.execPath, join(repository, "commands/main.mjs"), ...UP.slice(4)]);
    // The program has yet to say what there is to make, and is held until the command has heard.
    const program = async () => (await doomed(/pulumi\/cmd\/run/)).map(({ pid }) => String(pid));
    const signal = async (name: string, pids: string[]) => pids.length > 0 && (await run(["kill", name, ...pids]));
    const held = async () => {
      const pids = await program();
      await signal("-STOP", pids);
      return pids.length;
    };
    await expect.poll(held, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
    await signal(
      "-INT",
      (await doomed(/^\S*node \S*commands\/main\.mjs/)).map(({ pid }) => String(pid)),
    );
    await sleep(500);
    await signal("-CONT", await program());
    const { code, stdout, stderr } = await ended;
    expect(code, stdout + stderr).toBe(8);
    await done(UP);
  }, 300_000);

  test.each([
    ["the CLI", "preview", npm("preview")],
    ["npm", "update", UP],
    ["the command", "preview", npm("preview")],
  ] as const)(
    "%s: %s at once waits for what is still ending",
    async (name, _, next) => {
      await here(npm("destroy", "--yes"));
      const ended = here(UP);
      const provider = async () => (await doomed(VICTIMS["the provider"])).length;
      await expect.poll(provider, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
      await sleep(Math.random() * LONGEST_MS);
      const pids = (await doomed(VICTIMS[name])).map(({ pid }) => String(pid));
      if (pids.length > 0) await run(["kill", "-KILL", ...pids]);
      await done(next);
      await ended;
    },
    600_000,
  );
});
