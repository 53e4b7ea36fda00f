// The entry of every npm script: makes sure of the tools, then runs one. It needs only Node 20 and no node_modules.
import * as modules from "node:module";
import { join } from "node:path";
import built from "../build/built.cjs";
import { ensure } from "../toolchain/ensure.mjs";
import { cache, nodeFolder, programFolders, repository } from "../toolchain/places.mjs";
import { say } from "../toolchain/progress.mjs";
import { handOver, Interrupted, ToolchainError } from "../toolchain/run.mjs";
import { asksForHelp, configurationFile, DEFAULT_STACK, STACK_COMMANDS } from "./pulumi.mjs";
import { beginsWithOption, enterSandbox } from "./sandbox.mjs";
import { runPulumi, runStackCommand } from "./stack.mjs";
import { check, test } from "./verify.mjs";

/** @typedef {import("../toolchain/decide.mjs").Need} Need */
/** @typedef {{ needs: readonly Need[], run: (args: string[], env: NodeJS.ProcessEnv) => Promise<number> }} Command */

/** @type {Record<string, Command>} */
const COMMANDS = {
  ...Object.fromEntries(STACK_COMMANDS.map((name) => [name, stackCommand(name)])),
  pulumi: { needs: ["dependencies", "cli"], run: runPulumi },
  sandbox: { needs: ["packages", "dependencies", "cli"], run: openSandbox },
  images: { needs: ["dependencies"], run: async (args, env) => (await loadEngine()).runImages(args, env) },
  test: { needs: ["packages", "dependencies", "cli"], run: test },
  check: { needs: ["dependencies"], run: check },
  bridgework: { needs: ["dependencies"], run: runBridgework },
};

/**
 * @param {string} name
 * @returns {Command}
 */
function stackCommand(name) {
  return {
    needs: ["root", "packages", "dependencies", "cli"],
    run: (args, env) => runStackCommand(name, args, env),
  };
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
async function openSandbox(command, env) {
  if (beginsWithOption(command)) return enterSandbox(command, env);
  const file = configurationFile([], process.cwd(), env.PULUMI_STACK || DEFAULT_STACK);
  await (await loadEngine()).prepareSandboxImages(file, env);
  return enterSandbox(command, env);
}

/**
 * The command `bridgework` of this checkout, for a Node that cannot run it.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function runBridgework(args, env) {
  return handOver([process.execPath, join(repository, "bin", "bridgework.mjs"), ...args], { env });
}

/** Loaded late, when the npm packages are installed. */
function loadEngine() {
  return import("../lab-engine/prepare.mjs");
}

/**
 * @param {string | undefined} name
 * @param {string[]} args
 * @returns {Promise<number>}
 */
async function main(name, args) {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (!command) {
    say(
      `${name === undefined ? "which command?" : `there is no command "${name}".`} One of: ${Object.keys(COMMANDS).join(", ")}`,
    );
    return 2;
  }
  const { env, restart } = await ensure(needsOf(command, args));
  if (restart) return startAnew();
  await endWithNpm();
  if (command.needs.includes("cli")) await build();
  return command.run(args, env);
}

/**
 * What Pulumi starts is built when the sources have changed: it loads in a third of the time. Where that cannot be, without
 * the packages that only building needs or in a folder that cannot be written, the sources run.
 */
async function build() {
  if (built.isFresh()) return;
  await import("../build/bundle.mjs").then(({ bundle }) => bundle()).catch(() => {});
}

/** An npm that is killed tells nobody: what it runs ends as if it had been asked to. */
async function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const { whenNpmGone } = await import("../system/lifeline.ts");
  whenNpmGone(() => process.kill(process.pid, "SIGTERM"));
}

/**
 * @param {Command} command
 * @param {string[]} args
 * @returns {readonly Need[]}
 */
function needsOf({ needs, run }, args) {
  // What follows a sandbox's command is that command's, --help too.
  if (run === openSandbox) return beginsWithOption(args) ? [] : needs;
  return asksForHelp(args) ? needs.filter((need) => need !== "root") : needs;
}

/** Runs the same command with the Node in the cache, which also comes first on PATH. */
function startAnew() {
  const bin = join(nodeFolder, "bin");
  const env = { ...process.env, PATH: [bin, ...programFolders(process.env.PATH)].join(":") };
  return handOver([join(bin, "node"), ...process.argv.slice(1)], { env });
}

/**
 * A file that may not be read or written: Node's message names it and says why.
 *
 * @param {unknown} error
 * @returns {error is Error}
 */
function isSystemError(error) {
  return error instanceof Error && "syscall" in error;
}

// What is loaded from here on is compiled once; Node 20 has no such cache.
modules.enableCompileCache?.(join(cache, "compile-cache"));

try {
  const [name, ...args] = process.argv.slice(2);
  // npm takes the -- away; without npm it is still there.
  process.exitCode = await main(name, args[0] === "--" ? args.slice(1) : args);
} catch (error) {
  if (!(error instanceof ToolchainError) && !isSystemError(error)) throw error;
  say(error.message);
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
}
