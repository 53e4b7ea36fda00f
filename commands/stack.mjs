import { existsSync, readFileSync } from "node:fs";
import { hasPassphrase, stackEnvironment } from "../toolchain/environment.mjs";
import { stateFolder } from "../toolchain/places.mjs";
import { ask, handOver, ToolchainError } from "../toolchain/run.mjs";
import {
  asksForHelp,
  configurationFile,
  DEFAULT_STACK,
  namedConfiguration,
  optionValue,
  projectFolder,
  stackArguments,
  workingFolder,
} from "./pulumi.mjs";
import { hasSaltOfUser, withStackFilesKept } from "./salt.mjs";
import { ensurePassphrase, ensureStateFolder } from "./state.mjs";

/**
 * Runs one of the four commands on the chosen stack, `dev` when none is chosen.
 *
 * @param {string} command
 * @param {string[]} args the user's options
 * @param {NodeJS.ProcessEnv} env of the tools
 * @returns {Promise<number>} Pulumi's exit code
 */
export function runStackCommand(command, args, env) {
  if (asksForHelp(args) || !knowsOptions(command, args, env)) return handOver(helpOf(command, args), { env });
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return inProject(args, env, async (stackEnv, folder) => {
    const named = optionValue(args, "stack", "s") ?? env.PULUMI_STACK;
    const stack = named ?? selectedStack(stackEnv, folder);
    const file = configurationFile(args, process.cwd(), stack ?? DEFAULT_STACK);
    checkConfiguration(file, args, env);
    if (named !== undefined) {
      if (command === "up") await ensureStack(named, folder, stackEnv);
    } else if (stack === undefined) {
      const selected = await handOver(["pulumi", ...selectArguments(command), "--cwd", folder], { env: stackEnv });
      if (selected !== 0) return selected;
    }
    if (command === "up" && !args.includes("--preview-only")) {
      // Loaded here, when the npm packages are installed.
      const { prepareDocker } = await import("../lab-engine/prepare.mjs");
      await prepareDocker(file, stackEnv);
    }
    return handOver(["pulumi", ...stackArguments(command, args, terminal)], { env: stackEnv });
  });
}

/**
 * Whether Pulumi knows the options: asked before anything is made or started for a command that it then refuses. With
 * `--help` it reads them and does nothing.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function knowsOptions(command, args, env) {
  return args.length === 0 || !ask(helpOf(command, args), { env }).stderr.startsWith("error: ");
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function helpOf(command, args) {
  return ["pulumi", command, "--help", ...args];
}

/**
 * Runs any other command of the Pulumi CLI, with the same environment.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function runPulumi(args, env) {
  return inProject(args, env, (stackEnv) => handOver(["pulumi", ...args], { env: stackEnv }));
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {(env: NodeJS.ProcessEnv, folder: string) => Promise<number>} task
 * @throws {ToolchainError} where the folder of `--cwd` is not there
 */
async function inProject(args, env, task) {
  const working = workingFolder(args, process.cwd());
  if (!existsSync(working)) throw new ToolchainError(`there is no folder ${working} (--cwd)`);
  ensureStateFolder(stateFolder);
  if (!env.PULUMI_BACKEND_URL) {
    // Needs a newer Node than the one that may have loaded this file.
    const { releaseStaleLocks } = await import("./stale.mjs");
    releaseStaleLocks(stateFolder);
  }
  const folder = projectFolder(args, process.cwd());
  const stackEnv = stackEnvironment(env, stateFolder, () => ensurePassphrase(stateFolder));
  const run = () => task(stackEnv, folder);
  // With a passphrase of the user's own, its salt in the stack's file is the user's affair.
  return hasPassphrase(env) ? run() : withStackFilesKept(folder, namedConfiguration(args, process.cwd()), run);
}

/**
 * @param {string} file the stack's configuration; the stack's own may be missing, Pulumi says what then has no value
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @throws {ToolchainError} before anything is made for a file that does not serve
 */
function checkConfiguration(file, args, env) {
  const there = existsSync(file);
  if (!there && optionValue(args, "config-file") !== undefined) {
    throw new ToolchainError(`there is no file ${file} (--config-file)`);
  }
  if (there && !hasPassphrase(env) && hasSaltOfUser(readFileSync(file, "utf8"))) {
    throw new ToolchainError(
      `the stack has a passphrase of your own: ${file} has its encryptionsalt. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to it; where nothing was built with it, take that line out of the file instead.`,
    );
  }
}

/**
 * A stack that is named for the first time is made, as a first-time user expects of `up`; the selected one stays.
 *
 * @param {string} name
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
async function ensureStack(name, cwd, env) {
  const known = ask(["pulumi", "stack", "--stack", name, "--show-name", "--cwd", cwd], { env });
  if (!known.ok) await handOver(["pulumi", "stack", "init", name, "--no-select", "--cwd", cwd], { env });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cwd
 */
function selectedStack(env, cwd) {
  const selected = ask(["pulumi", "stack", "--show-name", "--cwd", cwd], { env });
  return selected.ok ? selected.stdout.trim() : undefined;
}

/**
 * `destroy` of a stack that does not exist must not make one.
 *
 * @param {string} command
 */
function selectArguments(command) {
  return ["stack", "select", ...(command === "destroy" ? [] : ["--create"]), DEFAULT_STACK];
}
