import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { which } from "../../toolchain/find.mjs";
import { repository } from "../../toolchain/places.mjs";
import { liveUnless } from "../live.ts";
import { noSandbox, type Sandbox } from "../sandbox.ts";
import { openHost } from "../stacks/host.ts";

const reason = noSandbox ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");
const npm = (command: string, ...options: string[]) => {
  const words = ["--cwd", repository, "--config-file", join(repository, "examples/red-blue/stage4.yaml"), ...options];
  return ["npm", "--prefix", repository, "run", command, "--", ...words];
};

liveUnless(reason)("a run that loses the connection between Pulumi's CLI and the program", () => {
  let host: Sandbox;
  let state: string;
  beforeAll(async () => {
    host = await openHost();
    state = await mkdtemp(join(tmpdir(), "bridgework-lost-"));
  });
  afterAll(async () => {
    await host?.close();
    await rm(state, { recursive: true, force: true });
  });

  const here = (argv: string[]) => host.run(argv, { env: { BRIDGEWORK_STATE_DIR: state }, timeout: 180_000 });

  const sockets = async (...which: string[]) => {
    const { stdout } = await host.run(["ss", "-tnpH", ...which]);
    return stdout.split("\n").map((line) => line.trim().split(/\s+/));
  };

  /** The port at which the language host serves the CLI, once it serves the program as well. */
  async function port(): Promise<string | undefined> {
    const served = await sockets("state", "listening");
    const mine = served.filter(([, , , , who = ""]) => who.includes('"pulumi-language')).map(([, , near]) => near);
    const clients = (await sockets("state", "established")).filter(([, , , far]) => mine.includes(far));
    const client = (name: RegExp) => clients.find(([, , , , who = ""]) => name.test(who));
    return (
      client(/"(node|MainThread)"/) &&
      client(/"pulumi"/)?.[3]
        ?.split(":")
        .at(-1)
    );
  }

  test("is run again, says so, and ends well", async () => {
    const ended = here(npm("up"));
    const found = await vi.waitUntil(port, { timeout: 60_000, interval: 20 });
    await host.must(["ss", "-K", "state", "established", "sport", "=", `:${found}`]);
    const { code, stdout, stderr } = await ended;
    expect(stdout + stderr).toContain("error: Pulumi lost the program: error reading from server: ");
    expect(stdout + stderr).toContain("bridgework: running it once more, from what is there");
    expect(code, stdout + stderr).toBe(0);
    expect((await here(npm("destroy", "--yes"))).code).toBe(0);
  }, 300_000);
});
