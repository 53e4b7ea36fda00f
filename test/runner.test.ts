import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { keep } from "../system/process.ts";

/** Below the repository, where its modules are found. */
const folder = mkdtempSync(resolve("node_modules/.bridgework-runner-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A test that never ends, with a daemon that would outlive it. */
const ENDLESS = `import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { test } from "vitest";
test("goes on", async () => {
  const daemon = spawn("sleep", ["600"], { stdio: "ignore", detached: true });
  writeFileSync(process.env.PIDS, process.pid + " " + daemon.pid);
  await new Promise(() => {});
}, 600_000);
`;

const lives = (pid: number) => {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};
const read = (file: string) => {
  try {
    return readFileSync(file, "utf8").split(" ").map(Number);
  } catch {
    return [];
  }
};

test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
  "tests end with a runner that gets %s, and what they started",
  async (signal) => {
    const [file, config, pids] = ["endless.test.ts", "config.ts", `${signal}.pids`].map((name) => join(folder, name));
    writeFileSync(file!, ENDLESS);
    const settings = { root: folder, include: [file], globalSetup: resolve("test/runner.ts"), pool: "forks" };
    writeFileSync(config!, `export default { test: ${JSON.stringify(settings)} };`);
    const vitest = [process.execPath, "node_modules/vitest/vitest.mjs", "run", "--root", folder, "--config", config!];
    const runner = keep(vitest, { env: { PIDS: pids!, npm_lifecycle_event: "" } });
    await expect.poll(() => read(pids!).length, { timeout: 60_000 }).toBe(2);
    const started = read(pids!);
    expect(started.map(lives)).toEqual([true, true]);
    runner.signal(signal);
    await expect.poll(() => started.filter(lives), { timeout: 30_000 }).toEqual([]);
    await runner.close(0);
  },
);
