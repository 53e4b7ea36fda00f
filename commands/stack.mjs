import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hasPassphrase, stackEnvironment } from "../toolchain/environment.mjs";
import { stateFolder } from "../toolchain/places.mjs";
import { say } from "../toolchain/progress.mjs";
import { ask, handOver, ToolchainError } from "../toolchain/run.mjs";
import { forwardSignals } from "../toolchain/signals.mjs";
import { startWatchman } from "../toolchain/watchman.mjs";
import {
  checkConfiguration,
  checkLoopback,
  checkProject,
  checkStateRoom,
  checkTopology,
  tellMissingStack,
  tellStateRoom,
} from "./before.mjs";
import { everyCommandKnows, isOursToShow, takeVerbose } from "./output/options.mjs";
import { MARK, ownName, RUN } from "./own-name.mjs";
import {
  asksForHelp,
  configCommandAt,
  configurationFile,
  DEFAULT_STACK,
  projectFile,
  projectFolder,
  stackArguments,
  stackName,
  withConfigFile,
  workingFolder,
} from "./pulumi.mjs";
import { closeStateFiles, ensurePassphrase, ensureStateFolder, withRunFolder } from "./state.mjs";
import { writeWhole } from "./writing.mjs";

/** Seconds that a provider has to finish, or take back, what it had begun when Pulumi was killed. */
const PATIENCE_S = 60;

/**
 * @typedef {object} Project
 * @property {string} folder that of Pulumi.yaml, or the working one where there is none
 * @property {NodeJS.ProcessEnv} env of Pulumi
 * @property {string | undefined} run a folder for the time of this command; none where the user has a passphrase of
 *   their own, with which what Pulumi writes into the stack's file is the user's affair
 */

/**
 * Runs one of the four commands on the chosen stack, `dev` when none is chosen.
 *
 * @param {string} command
 * @param {string[]} words the user's options
 * @param {NodeJS.ProcessEnv} env of the tools
 * @returns {Promise<number>} Pulumi's exit code
 */
export function runStackCommand(command, words, env) {
  const { verbose, args } = takeVerbose(words);
  if (asksForHelp(args)) return handOver(helpOf(command, args), { env });
  if (!knowsOptions(command, args, env)) return refuseOptions(command, args, env);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const writes = command !== "preview" && !args.includes("--preview-only");
  return inProject(args, env, async (project) => {
    if (RUNS_PROGRAM.includes(command)) checkProject(project.folder);
    if (writes) await checkStateRoom(env);
    await checkLoopback();
    const named = stackName(args, env);
    const stack = named ?? selectedStack(project);
    const file = configurationFile(args, process.cwd(), stack ?? DEFAULT_STACK);
    await checkConfiguration(file, args, project);
    if (RUNS_PROGRAM.includes(command)) await checkTopology(file);
    const run = () =>
      withStackFile(file, args, project, async (options) => {
        const made = await ensureStack(command, named, stack, project);
        if (made !== 0) return made;
        // Loaded here, when the npm packages are installed.
        const { prepareDocker, refuseStoppedEngine } = await import("../lab-engine/prepare.mjs");
        await (command === "up" && writes ? prepareDocker : refuseStoppedEngine)(file, project.env);
        const pulumiEnv = { ...project.env, BRIDGEWORK_STACK_FILE: file };
        const code = await show(stackArguments(command, options, terminal), pulumiEnv, verbose);
        tellMissingStack(code, command, stack ?? DEFAULT_STACK);
        if (code !== 0 && writes) await tellStateRoom(env);
        return code;
      });
    if (!writes || env.PULUMI_BACKEND_URL) return run();
    const { inTurn } = await import("./turn.mjs");
    return inTurn({ stateFolder, command, ...(await stackOf(stack ?? DEFAULT_STACK, project)) }, run);
  });
}

/**
 * @param {string} stack its name, or organization/project/name
 * @param {Project} project
 * @returns {Promise<{ project: string, stack: string }>}
 */
async function stackOf(stack, { folder }) {
  const [name = "", project] = stack.split("/").reverse();
  return { project: project ?? (await projectName(folder)) ?? "", stack: name };
}

/** @param {string} folder */
async function projectName(folder) {
  const file = projectFile(folder);
  if (file === undefined) return undefined;
  const { parse } = await import("yaml");
  return parse(readFileSync(file, "utf8"))?.name;
}

/**
 * Runs any other command of the Pulumi CLI, with the same environment.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function runPulumi(args, env) {
  return inProject(args, env, async (project) => {
    const pulumi = (/** @type {string[]} */ options) => handOver(["pulumi", ...options], { env: project.env });
    if (project.run === undefined) return pulumi(args);
    const at = configCommandAt(args);
    const stack = at === -1 ? undefined : (stackName(args, env) ?? selectedStack(project));
    if (stack === undefined) {
      const { withStackFilesKept } = await import("./stack-file.mjs");
      return withStackFilesKept(project.folder, () => pulumi(args));
    }
    const file = configurationFile(args, process.cwd(), stack);
    await checkConfiguration(file, args, project);
    return withStackFile(file, args, project, pulumi, at + 1);
  });
}

/**
 * Runs `task` with the options that lead Pulumi to a copy of the stack's file.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {Project} project
 * @param {(args: string[]) => Promise<number>} task
 * @param {number} [at] where the option goes in them
 */
async function withStackFile(file, args, { run }, task, at) {
  if (run === undefined) return task(args);
  const { withCopy } = await import("./stack-file.mjs");
  const copy = join(run, basename(file));
  return withCopy(file, copy, () => task(withConfigFile(args, copy, at)));
}

/**
 * Runs Pulumi with our output, which is short, or with its own: where it asks, where `--verbose` or one of its options
 * wants that.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} verbose
 * @returns {Promise<number>} its exit code
 */
async function show(args, env, verbose) {
  const signals = forwardSignals(() => undefined);
  let outcome = await shown(args, env, verbose);
  if (outcome.lost && !signals.received) {
    say("running it once more, from what is there");
    outcome = await shown(args, env, verbose);
  }
  signals.stop();
  return signals.received && outcome.code === 1 ? CANCELLED : outcome.code;
}

/** Pulumi's own code for it, which it does not give for every run that a signal ends. */
const CANCELLED = 8;

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} verbose
 */
async function shown(args, env, verbose) {
  const asks = args[0] !== "preview" && !args.some((arg) => /^(--yes|-y|--preview-only)$/.test(arg));
  if (verbose || asks || !isOursToShow(args.slice(1))) {
    return { code: await handOver(["pulumi", ...args], { env, alone: true }), lost: false };
  }
  const { present } = await import("./output/present.mjs");
  return present(args, env);
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
  return everyCommandKnows(args) || !ask(helpOf(command, args), { env }).stderr.startsWith("error: ");
}

/**
 * In Pulumi's words, with our code for a wrong command line.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function refuseOptions(command, args, env) {
  await handOver(helpOf(command, args), { env });
  return 2;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function helpOf(command, args) {
  return ["pulumi", command, "--help", ...args];
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {(project: Project) => Promise<number>} task
 * @throws {ToolchainError} where the folder of `--cwd` is not there
 */
async function inProject(args, env, task) {
  const working = workingFolder(args, process.cwd());
  if (!existsSync(working)) throw new ToolchainError(`there is no folder ${working} (--cwd)`);
  ensureStateFolder(stateFolder);
  if (!env.PULUMI_BACKEND_URL) {
    // Needs a newer Node than the one that may have loaded this file.
    const { clearLeftovers } = await import("./stale.mjs");
    await clearLeftovers(stateFolder);
  }
  const folder = projectFolder(args, process.cwd());
  const name = ownName(RUN);
  startWatchman(MARK, name, PATIENCE_S);
  const passphrase = () => ensurePassphrase(stateFolder);
  const stackEnv = { ...stackEnvironment(env, stateFolder, passphrase), [MARK]: name };
  try {
    if (hasPassphrase(env)) return await task({ folder, env: stackEnv, run: undefined });
    return await withRunFolder(stateFolder, (run) => task({ folder, env: stackEnv, run }));
  } finally {
    closeStateFiles(stateFolder);
  }
}

/** The commands that build or show what a stack's configuration says: others must work whatever it says. */
const RUNS_PROGRAM = ["up", "preview"];

/**
 * Makes a stack that is not there: one that is named for the first time, as a first-time user expects of `up`; without
 * a name and without a selected one `dev`, and selects that. `destroy` makes none.
 *
 * @param {string} command
 * @param {string | undefined} named
 * @param {string | undefined} stack the named one, or else the selected one
 * @param {Project} project
 * @returns {Promise<number>} the exit code
 */
async function ensureStack(command, named, stack, project) {
  if (named !== undefined) return command === "up" && !isThere(named, project) ? makeStack(named, project) : 0;
  if (stack !== undefined) return 0;
  const made = command === "destroy" || isThere(DEFAULT_STACK, project) ? 0 : await makeStack(DEFAULT_STACK, project);
  return made || handOver(["pulumi", "stack", "select", DEFAULT_STACK, "--cwd", project.folder], { env: project.env });
}

/**
 * Pulumi writes the new stack's salt beside the project's file: beside a stand-in for it.
 *
 * @param {string} name
 * @param {Project} project
 */
async function makeStack(name, { folder, env, run }) {
  const project = await projectName(folder);
  if (run !== undefined && project !== undefined) {
    const text = JSON.stringify({ name: project, runtime: "nodejs" });
    writeWhole(join(run, "Pulumi.yaml"), text, "the project for Pulumi");
  }
  return handOver(["pulumi", "stack", "init", name, "--no-select", "--cwd", run ?? folder], { env });
}

/**
 * @param {string} name
 * @param {Project} project
 */
function isThere(name, { folder, env }) {
  return ask(["pulumi", "stack", "--stack", name, "--show-name", "--cwd", folder], { env }).ok;
}

/** @param {Project} project */
function selectedStack({ folder, env }) {
  const selected = ask(["pulumi", "stack", "--show-name", "--cwd", folder], { env });
  return selected.ok ? selected.stdout.trim() : undefined;
}
