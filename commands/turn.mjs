// One command a stack: what changes it waits for its turn. Pulumi's own lock makes the second one fail, and advises to
// break it. Loaded late: it needs a newer Node than the one that may start first.
import { closeSync, constants, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../toolchain/progress.mjs";
import { Interrupted, ToolchainError, tryLockOpen } from "../toolchain/run.mjs";
import { forwardSignals } from "../toolchain/signals.mjs";
import { locksOn, releaseStaleLocks } from "./stale.mjs";
import { writing } from "./writing.mjs";

/**
 * @typedef {{ stateFolder: string, project: string, stack: string, command: string }} Run
 * @typedef {object} Patience in milliseconds
 * @property {number} look between two looks
 * @property {number} again between two lines about it
 * @property {number} limit without any change by the one that is waited for
 */

/** @type {Patience} */
const PATIENCE = { look: 300, again: 30_000, limit: 600_000 };

/**
 * Runs `task` while no other command changes the stack. The kernel keeps the lock with the file that this process has
 * open, so that a killed run never leaves it behind.
 *
 * @template T
 * @param {Run} run
 * @param {() => Promise<T>} task
 * @param {Patience} [patience]
 * @returns {Promise<T>}
 * @throws {ToolchainError} when the other one does nothing for ten minutes, or this one is to end
 */
export async function inTurn(run, task, patience = PATIENCE) {
  const path = join(run.stateFolder, "locks", `${[run.project, run.stack].map(encodeURIComponent).join(".")}.lock`);
  const file = writing(path, "the lock of the stack", () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, constants.O_CREAT | constants.O_RDWR | constants.O_NOFOLLOW, 0o600);
  });
  try {
    await untilFree(run, () => whoIsBefore(run, file, path), patience);
    return await task();
  } finally {
    closeSync(file);
  }
}

/**
 * Takes the lock where it is free.
 *
 * @param {Run} run
 * @param {number} file
 * @param {string} path
 * @returns {Promise<string | undefined>} who is to be waited for: who has it, or a Pulumi that somebody started without us
 */
async function whoIsBefore(run, file, path) {
  if (!(await tryLockOpen(file))) return readFileSync(path, "utf8").trim() || "a command that has just begun";
  note(file, `"${run.command}" (pid ${process.pid}, since ${new Date().toISOString()})`);
  await releaseStaleLocks(run.stateFolder);
  const [other] = locksOn(run.stateFolder, run);
  return other && `a Pulumi (pid ${other.pid}, since ${other.timestamp})`;
}

/**
 * @param {Run} run
 * @param {() => Promise<string | undefined>} before
 * @param {Patience} patience
 */
async function untilFree(run, before, { look, again, limit }) {
  const signals = forwardSignals(() => undefined);
  const start = Date.now();
  let [said, changed, last] = [0, start, ""];
  try {
    for (;;) {
      const other = await before();
      if (signals.received)
        throw new Interrupted(`stopped by ${signals.received}, nothing was begun`, signals.received);
      if (other === undefined) return;
      const now = `${other} ${progressOf(run)}`;
      if (now !== last) [last, changed] = [now, Date.now()];
      if (Date.now() - changed >= limit) throw new ToolchainError(adviseStuck(run, other, limit));
      if (Date.now() - said >= again) {
        said = Date.now();
        const seconds = Math.round((said - start) / 1000);
        say(`stack "${run.stack}" is in use: waiting for ${other}${seconds > 0 ? `, for ${seconds} s` : ""}`);
      }
      await sleep(look);
    }
  } finally {
    signals.stop();
  }
}

/**
 * @param {Run} run
 * @returns {number} another one each time that Pulumi has written the state, which it does with every step
 */
function progressOf({ stateFolder, project, stack }) {
  const file = join(stateFolder, ".pulumi", "stacks", project, `${stack}.json`);
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * @param {Run} run
 * @param {string} other
 * @param {number} limit
 */
function adviseStuck({ stack }, other, limit) {
  const pid = /pid (\d+)/.exec(other)?.[1];
  const look = pid === undefined ? "" : ` (ps -p ${pid} -f)`;
  return `stack "${stack}" is in use by ${other}, whose state has not changed for ${Math.round(limit / 60_000)} minutes. See what it does${look}, end it where it does nothing, and run the command again`;
}

/**
 * Only for others to read: where there is no room for it, that is no reason to stop.
 *
 * @param {number} file
 * @param {string} text
 */
function note(file, text) {
  try {
    ftruncateSync(file);
    writeSync(file, text, 0);
  } catch {
    // They say that a command has just begun.
  }
}
