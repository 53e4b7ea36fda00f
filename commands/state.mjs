// The folder of the stacks: what a state holds is everything that a lab is made of, secrets too.
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { repository } from "../toolchain/places.mjs";
import { say } from "../toolchain/progress.mjs";
import { ToolchainError } from "../toolchain/run.mjs";
import { isLeftBehind, ownName, RUN } from "./own-name.mjs";
import { writing } from "./writing.mjs";

const OTHERS = 0o077;

/**
 * Makes the folder of the stacks, for its owner only.
 *
 * @param {string} folder
 */
export function ensureStateFolder(folder) {
  writing(folder, "the folder of the stacks", () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  });
}

/**
 * Closes what is in the folder to others. Pulumi makes its files as the umask says: checkpoints, their backups, history,
 * locks and logs. The umask itself stays: the providers make things of the host, which others are to see. What another
 * run takes away meanwhile, its lock or its folder, needs no closing.
 *
 * @param {string} folder
 */
export function closeStateFiles(folder) {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile() || entry.isDirectory()) close(path);
    if (entry.isDirectory()) closeStateFiles(path);
  }
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** @param {string} path */
function close(path) {
  try {
    const { mode } = lstatSync(path);
    if (mode & OTHERS) chmodSync(path, mode & 0o7777 & ~OTHERS);
  } catch {
    // Another run's lock, gone by now.
  }
}

/**
 * Makes a passphrase the first time, and says so. A sandbox takes that of the checkout, where there is one: its secrets
 * are in the same stack files.
 *
 * @param {string} folder the state folder
 * @param {string} [checkout] the state folder of the checkout
 * @returns {string} the file that holds it, readable by its owner only
 * @throws {ToolchainError} where the file is empty and states need what it held
 */
export function ensurePassphrase(folder, checkout = join(repository, ".pulumi-state")) {
  const file = join(folder, "passphrase");
  if (isFilled(file)) return file;
  if (existsSync(file) && existsSync(join(folder, ".pulumi", "stacks"))) {
    throw new ToolchainError(
      `${file} is empty, and the stacks beside it were made with the passphrase that it held: put it back from a copy of yours. Where no stack holds a secret, removing the file lets a new one be made.`,
    );
  }
  ensureStateFolder(folder);
  const known = join(checkout, "passphrase");
  const shared = known !== file && process.env.BRIDGEWORK_SANDBOX === "1" && isFilled(known);
  const text = shared ? readFileSync(known, "utf8") : `${randomBytes(32).toString("base64url")}\n`;
  const what = "the passphrase of the stacks";
  if (existsSync(file)) writing(file, what, () => rmSync(file));
  if (writing(file, what, () => placeOnce(file, text)) && !shared) {
    say(
      `made a passphrase for the stacks of this checkout: ${file} (to use your own: PULUMI_CONFIG_PASSPHRASE or _FILE)`,
    );
  }
  return file;
}

/**
 * Makes a file whole, or not at all where another run has made it meanwhile.
 *
 * @param {string} file
 * @param {string} text
 * @returns {boolean} this one made it
 */
function placeOnce(file, text) {
  const part = `${file}.${ownName("new")}`;
  try {
    writeFileSync(part, text, { mode: 0o600, flush: true });
    linkSync(part, file);
    return true;
  } catch (error) {
    if (!existsSync(file)) throw error;
    return false;
  } finally {
    rmSync(part, { force: true });
  }
}

/** @param {string} file */
function isFilled(file) {
  try {
    return readFileSync(file, "utf8").trim() !== "";
  } catch {
    return false;
  }
}

/**
 * Runs `task` with a folder of its own for what Pulumi writes and nobody is to keep. Those of runs that were killed are
 * removed.
 *
 * @template T
 * @param {string} stateFolder
 * @param {(folder: string) => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withRunFolder(stateFolder, task) {
  const runs = join(stateFolder, "runs");
  const folder = join(runs, ownName(RUN));
  writing(folder, "what Pulumi writes during this run", () => {
    mkdirSync(runs, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(runs)) {
      if (isLeftBehind(RUN, name)) rmSync(join(runs, name), { recursive: true, force: true });
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  });
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
