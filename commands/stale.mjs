// Pulumi marks a stack as in use with a file, and never looks whether the process that wrote it still lives: after a
// kill or a power cut every later command would fail until somebody runs `pulumi cancel`.
import { globSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { say } from "../toolchain/progress.mjs";

/** @typedef {{ pid: number, hostname: string, timestamp: string }} Lock what Pulumi writes (pkg/backend/diy/lock.go) */

/**
 * Removes the locks that a `pulumi` of this machine left when it was killed, and says so. Those of living processes
 * and of other machines stay.
 *
 * @param {string} stateFolder
 */
export function releaseStaleLocks(stateFolder) {
  for (const file of globSync(join(stateFolder, ".pulumi/locks/**/*.json"))) {
    const lock = readLock(file);
    if (!lock || lock.hostname !== hostname() || isPulumi(lock.pid)) continue;
    rmSync(file, { force: true });
    say(`a run of ${lock.timestamp} (pid ${lock.pid}) was killed; this one goes on from where it stopped`);
  }
}

/**
 * @param {string} file
 * @returns {Lock | undefined} undefined for one that is gone by now, or half-written
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Whether a process lives and is Pulumi: its number may have gone to another one.
 *
 * @param {number} pid
 */
function isPulumi(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "pulumi";
  } catch {
    return false;
  }
}
