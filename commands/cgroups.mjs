// The cgroups of a sandbox's containers. The machine has only one tree of them, so they are all that a sandbox may leave
// outside: empty folders, below one that carries the pid of who opened the sandbox.
import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isLeftBehind, ownName } from "./own-name.mjs";

const ROOT = "/sys/fs/cgroup";
const PREFIX = "bridgework-sandbox";
const REMOVE_LIMIT_MS = 2000;

/** The name of the folder for the sandbox of this process. Those of sandboxes that were killed are removed. */
export function ownCgroup() {
  for (const path of hierarchies().flatMap(folders)) if (isLeftBehind(PREFIX, basename(path))) removeTree(path);
  return ownName(PREFIX);
}

/**
 * Removes a sandbox's folder in every hierarchy, once the kernel has buried the processes in it.
 *
 * @param {string} name
 */
export async function removeCgroup(name) {
  const paths = hierarchies().map((folder) => join(folder, name));
  const deadline = Date.now() + REMOVE_LIMIT_MS;
  while (!paths.filter(existsSync).map(removeTree).every(Boolean) && Date.now() < deadline) await sleep(50);
}

/** The one tree of cgroup v2, and below it the trees of v1 where there are any. */
function hierarchies() {
  return [ROOT, ...folders(ROOT)];
}

/** @param {string} path */
function folders(path) {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
  } catch {
    return [];
  }
}

/**
 * The files in it belong to the kernel: only folders are removed, the deepest first.
 *
 * @param {string} path
 * @returns {boolean} it is gone
 */
function removeTree(path) {
  try {
    for (const folder of folders(path)) removeTree(folder);
    rmdirSync(path);
    return true;
  } catch {
    return !existsSync(path);
  }
}
