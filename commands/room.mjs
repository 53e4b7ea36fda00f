// Room for what Pulumi writes beside the commands: a state that it cannot write is one that does not know what was made.
import { globSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { ToolchainError } from "../toolchain/run.mjs";
import { roomAdvice } from "./writing.mjs";

/** Its lock, history and settings. */
const BESIDE = 1024 * 1024;
/** The state, the one before it, the next while it is written, and one in the history. */
const COPIES = 4;

/**
 * @param {string} stateFolder
 * @throws {ToolchainError} before anything is begun
 */
export function checkRoom(stateFolder) {
  const fault = roomFault(stateFolder);
  if (fault !== undefined) throw new ToolchainError(`${fault}. Nothing was begun: ${roomAdvice(stateFolder)}`);
}

/**
 * @param {string} stateFolder
 * @returns {string | undefined} how much is missing there
 */
export function roomFault(stateFolder) {
  const { bsize, blocks, bavail, bfree, files, ffree } = statfsSync(stateFolder);
  const free = (process.geteuid?.() === 0 ? bfree : bavail) * bsize;
  const sizes = globSync(".pulumi/stacks/**/*.json", { cwd: stateFolder }).map((name) =>
    sizeOf(join(stateFolder, name)),
  );
  const needed = BESIDE + COPIES * Math.max(0, ...sizes);
  if (files > 0 && ffree === 0)
    return `${stateFolder} has no room for another file (df -i), and Pulumi makes some there`;
  // A file system that does not tell has no blocks.
  if (blocks === 0 || free >= needed) return undefined;
  return `${stateFolder} has ${kib(free)} KiB free, and Pulumi needs ${kib(needed)} there for the state, its lock and its history`;
}

/** @param {number} bytes */
function kib(bytes) {
  return Math.ceil(bytes / 1024);
}

/** @param {string} file */
function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
