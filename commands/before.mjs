// What a command looks at before it makes, starts or changes anything. Modules that need the npm packages, or a newer
// Node than the one that may have loaded this file, are loaded late.
import { existsSync } from "node:fs";
import { relative } from "node:path";
import built from "../build/built.cjs";
import { stateFolder } from "../toolchain/places.mjs";
import { say } from "../toolchain/progress.mjs";
import { ToolchainError } from "../toolchain/run.mjs";
import { namedConfiguration, projectFile } from "./pulumi.mjs";
import { roomAdvice } from "./writing.mjs";

/**
 * @param {string} file the stack's configuration; the stack's own may be missing, Pulumi says what then has no value
 * @param {readonly string[]} args
 * @param {{ run: string | undefined, env: NodeJS.ProcessEnv }} project
 * @throws {ToolchainError} before anything is made for a file that does not serve
 */
export async function checkConfiguration(file, args, { run, env }) {
  if (!existsSync(file) && namedConfiguration(args, process.cwd()) !== undefined) {
    throw new ToolchainError(`there is no file ${file} (--config-file)`);
  }
  if (run === undefined) return;
  const { checkSalt } = await import("./stack-file.mjs");
  checkSalt(file, env.PULUMI_CONFIG_PASSPHRASE_FILE ?? "");
}

/**
 * Pulumi takes a folder without a project for a fault of --stack.
 *
 * @param {string} folder
 * @throws {ToolchainError} where there is no program that could run
 */
export function checkProject(folder) {
  if (projectFile(folder) !== undefined) return;
  throw new ToolchainError(
    `there is no Pulumi.yaml in ${folder} or above it, nothing was begun. Write one (docs/components.md), ` +
      "or leave out -C and name the file of the stack by --config-file",
  );
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @throws {ToolchainError} where Pulumi could not write the state of what it makes
 */
export async function checkStateRoom(env) {
  if (env.PULUMI_BACKEND_URL) return;
  const { checkRoom } = await import("./room.mjs");
  checkRoom(stateFolder);
}

/**
 * Pulumi names the file that it could not write, and no way on.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export async function tellStateRoom(env) {
  if (env.PULUMI_BACKEND_URL) return;
  const { roomFault } = await import("./room.mjs");
  const fault = roomFault(stateFolder);
  if (fault !== undefined) say(`${fault}: ${roomAdvice(stateFolder)}`);
}

/** Pulumi's exit code where there is no stack of the name. */
const NO_STACK = 6;

/**
 * Pulumi says that there is no such stack, and no way on.
 *
 * @param {number} code Pulumi's exit code
 * @param {string} command
 * @param {string} stack
 */
export function tellMissingStack(code, command, stack) {
  if (code !== NO_STACK) return;
  const wayOn =
    command === "preview"
      ? `npm run up makes it; to look first: npm run pulumi -- stack init --no-select ${stack}`
      : "those that are there: npm run pulumi -- stack ls";
  say(`there is no stack ${stack}. ${wayOn}`);
}

/** Milliseconds in which loopback answers on the busiest machine. */
const LOOPBACK_MS = 10_000;

/**
 * Pulumi speaks to its plugins over loopback: without it a command would hang for minutes, and none could mend that.
 *
 * @throws {ToolchainError} with the command that does
 */
export async function checkLoopback() {
  const { loopbackFault } = await import("../system/loopback.ts");
  const fault = await loopbackFault(LOOPBACK_MS);
  if (fault === undefined) return;
  throw new ToolchainError(
    `TCP over loopback does not work on this host (${fault}): Pulumi speaks to its plugins that way, nothing was begun. ` +
      "A firewall rule or a setting ends it; as root, `npx bridgework repair` makes it work again",
  );
}

/**
 * Every fault of the topology, before a stack is made, an engine started or the host looked at.
 *
 * @param {string} file the stack's configuration; one that is not there, or has no topology, is the program's affair
 * @throws {ToolchainError} with a line for each fault
 */
export async function checkTopology(file) {
  if (!existsSync(file)) return;
  /** @type {typeof import("../stack-file/topology.ts")} */
  const { faultLines } = await import(built.entryUrl("stack-file/topology"));
  const lines = faultLines(relative(process.cwd(), file));
  if (lines.length === 0) return;
  const many = lines.length === 1 ? "1 fault" : `${lines.length} faults`;
  throw new ToolchainError(`the topology has ${many}, nothing was begun:\n${lines.join("\n")}`);
}
