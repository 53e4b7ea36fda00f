import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./places.mjs";
import { say, startProgress } from "./progress.mjs";
import { converse, ToolchainError } from "./run.mjs";

const ANNOUNCE_AFTER_MS = 2000;

/**
 * Runs `task` while no other run of this user installs anything. The kernel keeps the lock (flock) for a helper that
 * ends with this process, so that a killed run never leaves it behind.
 *
 * @template T
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 * @throws {ToolchainError} when the cache cannot be locked
 */
export async function withInstallLock(task) {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, "lock");
  const helper = converse(["flock", file, "cat"]);
  /** @type {ReturnType<typeof startProgress> | undefined} */
  let waiting;
  const announcement = setTimeout(() => {
    say(`another run is installing (${holder(file)}); this one goes on when that is done`);
    waiting = startProgress("waiting for it");
  }, ANNOUNCE_AFTER_MS);
  const problem = await new Promise((resolve) => {
    // cat starts when flock has the lock, and then gives back what it is told.
    helper.stdout.once("data", () => resolve(undefined));
    helper.once("error", () => resolve("there is no flock (package util-linux)"));
    helper.once("close", () => resolve(`this user may not write to it (${file})`));
    helper.stdin.on("error", () => undefined);
    helper.stdin.write("held\n");
  });
  clearTimeout(announcement);
  waiting?.end(!problem);
  if (problem) throw new ToolchainError(`the cache ${cache} cannot be locked: ${problem}`);
  writeFileSync(file, `pid ${process.pid}\n`);
  try {
    return await task();
  } finally {
    helper.stdin.end();
  }
}

/** @param {string} file */
function holder(file) {
  try {
    return readFileSync(file, "utf8").trim() || "just started";
  } catch {
    return "of another user";
  }
}
