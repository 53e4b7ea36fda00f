import { resolve } from "node:path";

export const STACK_COMMANDS = ["up", "preview", "destroy", "refresh"];
export const DEFAULT_STACK = "dev";

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
 * The folder of Pulumi.yaml, from `--cwd`.
 *
 * @param {readonly string[]} args
 * @param {string} current
 */
export function projectFolder(args, current) {
  return resolve(current, optionValue(args, "cwd", "C") ?? ".");
}

/**
 * The file of a stack's configuration.
 *
 * @param {readonly string[]} args
 * @param {string} folder of Pulumi.yaml
 * @param {string} stack its name, or organization/project/name
 */
export function configurationFile(args, folder, stack) {
  // Pulumi changes into the folder before it reads the file.
  return resolve(folder, optionValue(args, "config-file") ?? `Pulumi.${stack.split("/").at(-1)}.yaml`);
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
