// What a run of Pulumi that was killed, cut off by a power failure or met a full disk leaves in the folder of the
// stacks, and every later command would stop at. Nothing here is read again by anybody but Pulumi. Loaded late: it needs
// a newer Node than the one that may start first.
import { existsSync, globSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../toolchain/progress.mjs";
import { ToolchainError } from "../toolchain/run.mjs";
import { isLeftBehind, MARK, RUN } from "./own-name.mjs";
import { writeWhole, writing } from "./writing.mjs";

/** @typedef {{ pid: number, hostname: string, timestamp: string }} Lock what Pulumi writes (pkg/backend/diy/lock.go) */

/**
 * Clears what can be cleared without loss, and says so.
 *
 * @param {string} stateFolder
 * @throws {ToolchainError} for a state that cannot be read, with what to do about it
 */
export async function clearLeftovers(stateFolder) {
  clearAttributes(stateFolder);
  clearLayout(stateFolder);
  clearSelections(stateFolder);
  await releaseStaleLocks(stateFolder);
  const broken = brokenStates(stateFolder);
  if (broken.length > 0) throw new ToolchainError(broken.map(adviseState).join("\n"));
}

/**
 * Beside each file Pulumi keeps the type of its content. One that is cut off makes the file unreadable; one that is
 * missing does not.
 *
 * @param {string} stateFolder
 */
function clearAttributes(stateFolder) {
  for (const file of filesOf(stateFolder, ".pulumi/**/*.attrs")) {
    if (!isWhole(file)) remove(file);
  }
}

/**
 * The version of the layout. There is but one that keeps stacks by project.
 *
 * @param {string} stateFolder
 */
function clearLayout(stateFolder) {
  const file = join(stateFolder, ".pulumi/meta.yaml");
  if (existsSync(file) && !/^version: \d+\s*$/.test(readFileSync(file, "utf8")))
    writeWhole(file, "version: 1\n", "the version of the layout of the stacks");
}

/** @param {string} file */
function remove(file) {
  writing(file, "left by a run that was killed", () => rmSync(file, { force: true }));
}

/**
 * Which stack of a project is selected.
 *
 * @param {string} stateFolder
 */
function clearSelections(stateFolder) {
  for (const file of filesOf(stateFolder, "home/workspaces/*-workspace.json")) {
    if (isWhole(file)) continue;
    remove(file);
    say(`which stack was selected cannot be read any more (${file}): npm run pulumi -- stack select NAME`);
  }
}

/** Longer than what is left of a killed run is given to end (PATIENCE_S of stack.mjs). */
const WINDING_UP_MS = 75_000;

/**
 * Removes the locks that a `pulumi` of this machine left when it was killed. Those of living processes and of other
 * machines stay; a Pulumi whose command was killed is winding up, and waited for. Pulumi gives a lock its name when it is whole: one that is not was cut off by the machine's end or by
 * a full disk.
 *
 * @param {string} stateFolder
 */
export async function releaseStaleLocks(stateFolder) {
  for (const file of filesOf(stateFolder, ".pulumi/locks/**/*.json")) {
    const lock = readLock(file);
    if (lock && lock.hostname === hostname() && isOrphan(lock.pid)) await untilEnd(lock.pid);
    if (lock && (lock.hostname !== hostname() || isPulumi(lock.pid))) continue;
    remove(file);
    const whose = lock ? `a run of ${lock.timestamp} (pid ${lock.pid})` : "a run whose lock is cut off";
    say(`${whose} was killed; this one goes on from where it stopped`);
  }
}

/**
 * What {@link releaseStaleLocks} has left. One whose process has ended since then counts: Pulumi would stop at it.
 *
 * @param {string} stateFolder
 * @param {{ project: string, stack: string }} of
 * @returns {Lock[]} those of each Pulumi of this machine that is at work on the stack
 */
export function locksOn(stateFolder, { project, stack }) {
  const locks = filesOf(stateFolder, `.pulumi/locks/*/${project}/${stack}/*.json`).map(readLock);
  return locks.filter((lock) => lock !== undefined).filter((lock) => lock.hostname === hostname());
}

/**
 * @param {string} file
 * @returns {Lock | undefined} undefined for one that is cut off
 */
function readLock(file) {
  try {
    const lock = JSON.parse(readFileSync(file, "utf8"));
    return typeof lock?.pid === "number" && typeof lock.hostname === "string" ? lock : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a process lives and is Pulumi: its number may have gone to another one. A killed one may stay a zombie for
 * ever, in a container whose first process reaps nobody.
 *
 * @param {number} pid
 */
function isPulumi(pid) {
  try {
    const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return name === "pulumi" && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

/**
 * Whether it is of a command of ours that is no more.
 *
 * @param {number} pid
 */
function isOrphan(pid) {
  try {
    const words = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    const name = words.find((word) => word.startsWith(`${MARK}=`))?.slice(MARK.length + 1);
    return name !== undefined && isLeftBehind(RUN, name);
  } catch {
    return false;
  }
}

/** @param {number} pid of a Pulumi */
async function untilEnd(pid) {
  if (isPulumi(pid))
    say(`the command of another run was killed; this one goes on when its Pulumi (pid ${pid}) has ended`);
  for (const end = Date.now() + WINDING_UP_MS; isPulumi(pid) && Date.now() < end; ) await sleep(100);
}

/** @param {string} stateFolder */
function brokenStates(stateFolder) {
  return filesOf(stateFolder, ".pulumi/stacks/**/*.json").filter((file) => !isWhole(file));
}

/**
 * A state is the user's to give up or to go back to. What an older one does not know is found by its marks.
 *
 * @param {string} file
 */
function adviseState(file) {
  const before = `${file}.bak`;
  const found = `the state of a stack cannot be read: ${file} is ${statSync(file).size} bytes long and cut off`;
  if (!existsSync(before) || !isWhole(before)) return `${found}. Put it back from a copy of yours, or remove it.`;
  const when = statSync(before).mtime.toISOString();
  return `${found}. The one before it, of ${when}, is whole: cp ${before} ${file}, then npm run preview shows what it lacks.`;
}

/**
 * @param {string} stateFolder
 * @param {string} pattern
 */
function filesOf(stateFolder, pattern) {
  return globSync(pattern, { cwd: stateFolder }).map((name) => join(stateFolder, name));
}

/**
 * Whether a file is a whole JSON text.
 *
 * @param {string} file
 */
function isWhole(file) {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch (error) {
    // Gone by now.
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}
