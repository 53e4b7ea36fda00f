// Makes sure of the Docker Engine and the images that a stack declares. Loaded late: it needs the npm packages.
import { join } from "node:path";
import { which } from "../toolchain/find.mjs";
import { withInstallLock } from "../toolchain/lock.mjs";
import { repository } from "../toolchain/places.mjs";
import { isPrivileged } from "../toolchain/privilege.mjs";
import { say } from "../toolchain/progress.mjs";
import { handOver, ToolchainError } from "../toolchain/run.mjs";
import { decideEngine, stoppedMessage, wantsImages } from "./decide.mjs";
import { labImageNames } from "./images/catalogue.ts";
import { installEngine } from "./install.mjs";
import { lookForEngine, runningDaemon } from "./look.mjs";
import { startEngine, waitForEngine } from "./start.mjs";
import { dockerNeeds } from "./topology.mjs";

/**
 * Before `up`: an engine that answers, with the images of the labs that the stack names.
 *
 * @param {string} file the stack's configuration
 * @param {NodeJS.ProcessEnv} env
 * @throws {ToolchainError}
 */
export async function prepareDocker(file, env) {
  const { engine, references } = dockerNeeds(file);
  if (!engine) return;
  await ensureEngine(env);
  const names = labImageNames(references);
  if (names.length === 0) return;
  const code = await runImages(["--missing", ...names], env);
  if (code !== 0) throw new ToolchainError(`without its images (${names.join(", ")}) the stack is not begun`);
}

/**
 * Before a command that only looks, or removes: an engine that is stopped would let it wait for each object in turn.
 *
 * @param {string} file the stack's configuration
 * @param {NodeJS.ProcessEnv} env
 * @throws {ToolchainError}
 */
export async function refuseStoppedEngine(file, env) {
  if (!dockerNeeds(file).engine || !runningDaemon().stopped) return;
  const found = await lookForEngine(env);
  if (found.local && found.stopped) throw new ToolchainError(stoppedMessage(found));
}

/**
 * Before a sandbox, which has no network: the images that its engine may need.
 *
 * @param {string} file the stack's configuration
 * @param {NodeJS.ProcessEnv} env
 */
export async function prepareSandboxImages(file, env) {
  const names = labImageNames(dockerNeeds(file).references);
  const program = which("dockerd") !== undefined;
  if (!wantsImages({ names, program, privileged: isPrivileged(), sandbox: env.BRIDGEWORK_SANDBOX === "1" })) return;
  const code = await runImages(["--cache-only", "--missing"], env);
  if (code !== 0) say(`the sandbox opens without the images ${names.join(", ")}: stacks that name them will not work`);
}

/**
 * npm run images
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function runImages(args, env) {
  return handOver([process.execPath, join(repository, "lab-engine", "images", "main.ts"), ...args], { env });
}

/** @param {NodeJS.ProcessEnv} env */
async function ensureEngine(env) {
  if (decideEngine(await lookForEngine(env)).length === 0) return;
  await withInstallLock(async () => {
    // Another run may have started it while this one waited for the lock.
    for (const step of decideEngine(await lookForEngine(env))) await take(step, env);
  });
}

/**
 * @param {import("./decide.mjs").EngineStep} step
 * @param {NodeJS.ProcessEnv} env
 */
async function take(step, env) {
  switch (step.do) {
    case "stop":
      throw new ToolchainError(step.message);
    case "wait-for-engine":
      say(`${step.why}: this waits for it`);
      return waitForEngine(env);
    case "install-engine":
      say(`the stack declares containers and ${step.why}: Docker Engine is installed (package docker.io)`);
      return installEngine();
    case "start-engine":
      say(`${step.why}: it is started`);
      return startEngine(env);
  }
}
