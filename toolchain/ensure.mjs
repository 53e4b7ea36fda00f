import { getCli } from "./cli.mjs";
import { decide } from "./decide.mjs";
import { toolEnvironment } from "./environment.mjs";
import { lookAround } from "./find.mjs";
import { installDependencies, installNode, installPackages } from "./install.mjs";
import { withInstallLock } from "./lock.mjs";
import { cache } from "./places.mjs";
import { say } from "./progress.mjs";
import { ToolchainError } from "./run.mjs";
import { NODE_INSTALLED, PULUMI_INSTALLED } from "./versions.mjs";

/** @typedef {import("./decide.mjs").Step} Step */

/**
 * Makes sure of what a command needs, and says what it installs and why. With everything in place it only looks.
 *
 * @param {readonly import("./decide.mjs").Need[]} needs
 * @returns {Promise<{ env: NodeJS.ProcessEnv, restart: boolean }>} the environment of the tools; restart when the
 *   command has to be started anew with the Node in the cache
 * @throws {ToolchainError} with one message for every reason to stop
 */
export async function ensure(needs) {
  let steps = stepsNow(needs);
  if (steps.some(installs)) {
    steps = await withInstallLock(async () => {
      // Another run may have installed it while this one waited for the lock.
      const waited = stepsNow(needs);
      for (const step of waited) await install(step);
      return waited;
    });
  }
  const cli = steps.find((step) => step.do === "use-cli");
  const env = toolEnvironment(process.env, cli?.path);
  return { env, restart: steps.some((step) => step.do === "use-node") };
}

/** @param {readonly import("./decide.mjs").Need[]} needs */
function stepsNow(needs) {
  const steps = decide(lookAround(), needs);
  const stops = steps.flatMap((step) => (step.do === "stop" ? [step.message] : []));
  if (stops.length > 0) throw new ToolchainError(stops.join("\n"));
  return steps;
}

/** @param {Step} step */
function installs(step) {
  return step.do !== "use-node" && step.do !== "use-cli";
}

/** @param {Step} step */
async function install(step) {
  switch (step.do) {
    case "install-node":
      say(`Node ${NODE_INSTALLED} goes into ${cache}: ${step.why}`);
      return installNode();
    case "install-dependencies":
      say(`the npm packages of package-lock.json go into node_modules: ${step.why}`);
      return installDependencies();
    case "install-packages":
      say(`the system needs ${step.names.join(", ")}: ${step.why}`);
      return installPackages(step.names);
    case "get-cli":
      say(`the Pulumi CLI ${PULUMI_INSTALLED} goes into ${cache}: ${step.why}`);
      return getCli(step.build);
    default:
      return undefined;
  }
}
