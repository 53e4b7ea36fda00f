import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const STACK_COMMANDS = ["up", "preview", "destroy", "refresh"];
export const DEFAULT_STACK = "dev";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * The value of an option as Pulumi reads it: `--stack dev`, `--stack=dev`, `-s dev`, `-sdev`; the last one counts.
 *
 * @param {readonly string[]} args
 * @param {string} long
 * @param {string} [short]
 * @returns {string | undefined}
 */
export function optionValue(args, long, short) {
  let value;
  for (const [i, arg] of args.entries()) {
    if (arg === "--") break;
    if (arg === `--${long}` || (short && arg === `-${short}`)) value = args[i + 1];
    else if (arg.startsWith(`--${long}=`)) value = arg.slice(long.length + 3);
    else if (short && arg.startsWith(`-${short}`) && !arg.startsWith("--")) value = arg.slice(2).replace(/^=/, "");
  }
  return value;
}

/**
 * @param {readonly string[]} args
 * @returns {boolean} help is asked for: nothing runs, so nothing is needed
 */
export function asksForHelp(args) {
  return args.includes("--help") || args.includes("-h");
}

/**
 * The folder in which Pulumi is to run.
 *
 * @param {readonly string[]} args
 * @param {string} current
 */
export function workingFolder(args, current) {
  return resolve(current, optionValue(args, "cwd", "C") ?? ".");
}

/**
 * The folder of Pulumi.yaml: the working one, or the nearest above it that has one, as Pulumi looks for it.
 *
 * @param {readonly string[]} args
 * @param {string} current
 */
export function projectFolder(args, current) {
  const working = workingFolder(args, current);
  for (let folder = working; ; folder = dirname(folder)) {
    if (projectFile(folder) !== undefined) return folder;
    if (folder === dirname(folder)) return working;
  }
}

/**
 * @param {string} folder
 * @returns {string | undefined} the project's file in it
 */
export function projectFile(folder) {
  return PROJECT_FILES.map((name) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} the stack that they name; undefined leaves it to the selected one
 */
export function stackName(args, env) {
  return optionValue(args, "stack", "s") ?? (env.PULUMI_STACK || undefined);
}

/**
 * The file of a stack's configuration. One that `--config-file` names is found from the working folder, the stack's
 * own is beside Pulumi.yaml.
 *
 * @param {readonly string[]} args
 * @param {string} current
 * @param {string} stack its name, or organization/project/name
 */
export function configurationFile(args, current, stack) {
  return (
    namedConfiguration(args, current) ?? join(projectFolder(args, current), `Pulumi.${stack.split("/").at(-1)}.yaml`)
  );
}

/**
 * @param {readonly string[]} args
 * @param {string} current
 * @returns {string | undefined} the file that `--config-file` names
 */
export function namedConfiguration(args, current) {
  const named = optionValue(args, "config-file");
  return named === undefined ? undefined : resolve(workingFolder(args, current), named);
}

/** Commands that take `--config-file`, beside the four. */
const WITH_CONFIG_FILE = ["config", "import", "watch", "logs"];
/** Options before a command that are followed by their value. */
const WITH_VALUE = /^(-[Cv]|--(cwd|color|verbose|tracing|profiling|otel-traces|memprofilerate))$/;

/**
 * @param {readonly string[]} args of `npm run pulumi`
 * @returns {number} where the command stands that reads or writes a stack's file; -1 where it is another one
 */
export function configCommandAt(args) {
  const at = args.findIndex((arg) => WITH_CONFIG_FILE.includes(arg));
  const before = args.slice(0, Math.max(at, 0));
  return before.every((arg, i) => arg.startsWith("-") || WITH_VALUE.test(before[i - 1] ?? "")) ? at : -1;
}

/**
 * @param {readonly string[]} args
 * @param {string} file
 * @param {number} [at] where the option goes; first by default
 * @returns {string[]} the same with this configuration file, in place of that which they name
 */
export function withConfigFile(args, file, at = 0) {
  const own = args.flatMap((arg, i) => {
    const value = args[i - 1] === "--config-file" && !isAfterDashes(args, i);
    return !isAfterDashes(args, i) && (value || /^--config-file(=|$)/.test(arg)) ? [] : [{ arg, i }];
  });
  const before = own.filter(({ i }) => i < at).map(({ arg }) => arg);
  const after = own.filter(({ i }) => i >= at).map(({ arg }) => arg);
  return [...before, `--config-file=${file}`, ...after];
}

/**
 * @param {readonly string[]} args
 * @param {number} i
 * @returns {boolean} it follows `--`, and so is no option
 */
function isAfterDashes(args, i) {
  const dashes = args.indexOf("--");
  return dashes !== -1 && i >= dashes;
}

/**
 * The arguments of `pulumi` for one of the four commands. `up` and `refresh` ask nothing; `destroy` lets Pulumi ask on
 * a terminal. The user's options come last and win.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {boolean} terminal someone can answer
 * @returns {string[]}
 */
export function stackArguments(command, args, terminal) {
  const asks = command === "destroy" && terminal;
  const yes = command === "preview" || asks || args.includes("--preview-only") ? [] : ["--yes"];
  return [command, ...yes, ...args];
}
