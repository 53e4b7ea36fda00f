// Files that the commands write: each whole or not at all, and what keeps one from being written is told with the way on.
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { ToolchainError } from "../toolchain/run.mjs";
import { ownName } from "./own-name.mjs";

/**
 * Runs what makes, changes or removes a file.
 *
 * @template T
 * @param {string} path
 * @param {string} what it is, in words
 * @param {() => T} task
 * @returns {T}
 * @throws {ToolchainError} that names the path, what was to be there, the kernel's words, and what to do
 */
export function writing(path, what, task) {
  try {
    return task();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const words = error instanceof Error ? error.message.replace(/, \w+( '.*)?$/s, "") : code;
    throw new ToolchainError(`${path} (${what}) cannot be written: ${words}. ${adviceFor(code, path)}`);
  }
}

/**
 * @param {string} code
 * @param {string} path
 */
function adviceFor(code, path) {
  const folder = existing(path);
  if (code === "ENOSPC" || code === "EDQUOT") return `To go on, ${roomAdvice(folder)}`;
  const another = "choose another BRIDGEWORK_STATE_DIR where it is the folder of the stacks";
  if (code === "EROFS")
    return `It is on a file system that is read-only: mount -o remount,rw (findmnt -T ${folder} tells which), or ${another}`;
  if (code === "EACCES" || code === "EPERM")
    return `Run the command as the user to whom it belongs (ls -ld ${folder}), or ${another}`;
  if (code === "ENOTDIR" || code === "EEXIST") return `${folder} is there and is no folder: remove it, or ${another}`;
  return "When that is mended, run the command again";
}

/** @param {string} folder */
export function roomAdvice(folder) {
  return `make room there (df -h ${folder}), then run the command again`;
}

/**
 * @param {string} path
 * @returns {string} the same, or the nearest above it that is there
 */
function existing(path) {
  return existsSync(path) || path === dirname(path) ? path : existing(dirname(path));
}

/**
 * Writes a file whole or not at all. It stays what it is: a link leads to the same file, its owner and mode are kept.
 *
 * @param {string} path
 * @param {string} text
 * @param {string} what it is, in words
 * @param {number} [mode] of one that is new
 */
export function writeWhole(path, text, what, mode = 0o666) {
  writing(path, what, () => {
    if (!existsSync(path)) return replace(path, text, { mode });
    const file = realpathSync(path);
    // One that is closed to its owner is to stay as it is, though its folder is open.
    accessSync(file, constants.W_OK);
    try {
      replace(file, text, statSync(file));
    } catch (error) {
      // A file that is mounted by itself, or whose folder may not be written.
      if (!["EBUSY", "EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "")) throw error;
      overwrite(file, text);
    }
  });
}

/**
 * @param {string} file
 * @param {string} text
 * @param {{ mode: number, uid?: number, gid?: number }} like of the one before it
 */
function replace(file, text, { mode, uid, gid }) {
  const part = `${file}.${ownName("new")}`;
  try {
    writeFileSync(part, text, { mode: mode & 0o777, flush: true });
    if (uid !== undefined && gid !== undefined) chownSync(part, uid, gid);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/**
 * In its place. What it held is kept until the end: its room is its own, so that it can be put back.
 *
 * @param {string} file
 * @param {string} text
 */
function overwrite(file, text) {
  const before = readFileSync(file);
  const open = openSync(file, "r+");
  try {
    put(open, Buffer.from(text));
  } catch (error) {
    put(open, before);
    throw error;
  } finally {
    closeSync(open);
  }
}

/**
 * @param {number} open a descriptor
 * @param {Buffer} bytes
 */
function put(open, bytes) {
  for (let at = 0; at < bytes.length; ) at += writeSync(open, bytes, at, bytes.length - at, at);
  ftruncateSync(open, bytes.length);
  fsyncSync(open);
}

/** @param {unknown} error */
function codeOf(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  return code !== undefined && /^E[A-Z]+$/.test(code) ? code : undefined;
}
