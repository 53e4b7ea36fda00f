import { existsSync } from "node:fs";
import { lookAround, which } from "../toolchain/find.mjs";
import { ENGINE_PACKAGE } from "../toolchain/packages.mjs";
import { repository } from "../toolchain/places.mjs";
import { say } from "../toolchain/progress.mjs";
import { handOver } from "../toolchain/run.mjs";

/**
 * The types, the format and the lints; every one runs, so that one run shows all.
 *
 * @param {string[]} args for biome
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export async function check(args, env) {
  const types = await handOver(["tsc", "--noEmit"], { cwd: repository, env });
  const style = await handOver(["biome", "ci", ...args], { cwd: repository, env });
  for (const [what, code] of /** @type {const} */ ([
    ["tsc --noEmit", types],
    ["biome ci", style],
  ])) {
    if (code !== 0) say(`${what} failed (exit code ${code})`);
  }
  return types || style;
}

/**
 * Everything: the checks, then the test suite, whose last line is `N passed, N failed`.
 *
 * @param {string[]} args for vitest
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export async function test(args, env) {
  const checks = await check([], env);
  if (checks !== 0) return checks;
  await ensureEngineForTests();
  return handOver(["vitest", "run", ...args], { cwd: repository, env });
}

/**
 * The tests of Docker start engines of their own in sandboxes. Its package is installed for them only where that starts
 * no engine on the machine itself; elsewhere these tests are skipped, and counted.
 */
async function ensureEngineForTests() {
  const { apt, root, sandbox } = lookAround();
  if (which(ENGINE_PACKAGE.program) || !apt || !root || sandbox || existsSync("/run/systemd/system")) return;
  say(`the tests of Docker need ${ENGINE_PACKAGE.name}: it is installed, and not started`);
  const { installEngine } = await import("../lab-engine/install.mjs");
  await installEngine();
}
