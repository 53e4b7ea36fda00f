import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { cache } from "./places.mjs";
import { say, startProgress } from "./progress.mjs";
import { lockOpen, ToolchainError } from "./run.mjs";

const ANNOUNCE_AFTER_MS = 2000;
const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

/**
 * Runs `task` while no other run of this user installs anything. The kernel keeps the lock (flock) with the file that
 * this process has open, so that a killed run never leaves it behind.
 *
 * @template T
 * @param {() => Promise<T>} task
 * @param {string} [folder] the cache
 * @returns {Promise<T>}
 * @throws {ToolchainError} when the cache cannot be locked
 */
export async function withInstallLock(task, folder = cache) {
  const file = openOwn(folder);
  try {
    await locked(file, folder);
    ftruncateSync(file);
    writeSync(file, `pid ${process.pid}\n`, 0);
    return await task();
  } finally {
    closeSync(file);
  }
}

/**
 * Waits for the lock of an open file, and says whom for.
 *
 * @param {number} file
 * @param {string} folder
 */
async function locked(file, folder) {
  /** @type {ReturnType<typeof startProgress> | undefined} */
  let waiting;
  const announcement = setTimeout(() => {
    say(`another run is installing (${holder(file)}); this one goes on when that is done`);
    waiting = startProgress("waiting for it");
  }, ANNOUNCE_AFTER_MS);
  const problem = await lockOpen(file);
  clearTimeout(announcement);
  waiting?.end(!problem);
  if (problem) throw new ToolchainError(`the cache ${folder} cannot be locked: ${problem}`);
}

/**
 * Opens the file of the lock. What stands in the cache is executed, and the file is written: so no link is followed,
 * and nothing of another owner is used.
 *
 * @param {string} folder
 * @returns {number} its descriptor
 */
function openOwn(folder) {
  const path = join(folder, "lock");
  try {
    mkdirSync(folder, { recursive: true });
    refuse(folder, lstatSync(folder), "folder");
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found) refuse(path, found, "file");
    const file = openSync(path, O_CREAT | O_RDWR | O_NOFOLLOW, 0o600);
    // What was put there since the look at it.
    refuse(path, fstatSync(file), "file", () => closeSync(file));
    return file;
  } catch (error) {
    if (error instanceof ToolchainError) throw error;
    throw new ToolchainError(`the cache ${folder} cannot be locked: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * @param {string} path
 * @param {import("node:fs").Stats} found
 * @param {"file" | "folder"} kind
 * @param {() => void} [before] what is done before it is refused
 */
function refuse(path, found, kind, before = () => undefined) {
  const own = process.geteuid?.() ?? found.uid;
  const right = kind === "file" ? found.isFile() : found.isDirectory();
  const what = found.isSymbolicLink()
    ? "is a symbolic link"
    : found.uid !== own
      ? `belongs to user ${found.uid}, not to ${own}`
      : !right && `is no ${kind}`;
  if (!what) return;
  before();
  throw new ToolchainError(
    `${path} ${what}, and is not used: programs are installed there, and executed. See who made it and remove it, or ` +
      "set XDG_CACHE_HOME to a folder of your own, and run the command again",
  );
}

/**
 * Who has the lock, as the file says.
 *
 * @param {number} file
 */
function holder(file) {
  const words = Buffer.alloc(64);
  return words.toString("utf8", 0, readSync(file, words, 0, words.length, 0)).trim() || "just started";
}
