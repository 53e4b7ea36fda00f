// The one place of the toolchain that starts processes. It runs before anything is installed, so it has only Node.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { startExcerpt, startProgress } from "./progress.mjs";
import { endGroup, forwardSignals } from "./signals.mjs";

/** A step that could not be done; its message is complete and needs no stack trace. */
export class ToolchainError extends Error {}

/** This process was asked to end while it waited; nothing had been begun. */
export class Interrupted extends ToolchainError {
  /**
   * @param {string} message
   * @param {NodeJS.Signals} signal
   */
  constructor(message, signal) {
    super(message);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs a quick program and returns what it said; one that does not exist or does not end counts as failed.
 *
 * @param {readonly string[]} argv
 * @param {{ env?: NodeJS.ProcessEnv, timeout?: number }} [options] timeout in ms, 20 s by default
 * @returns {{ ok: boolean, stdout: string, stderr: string }}
 */
export function ask(argv, { env = process.env, timeout = 20_000 } = {}) {
  const [file = "", ...args] = argv;
  const options = /** @type {const} */ ({ env, timeout, encoding: "utf8", killSignal: "SIGKILL" });
  const done = spawnSync(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const words = done.error ? wordsOf(done.error, file) : "";
  return { ok: done.status === 0, stdout: done.stdout ?? "", stderr: done.stderr || words };
}

/**
 * Runs a long program quietly, with progress, and shows its output, the middle left out, only when it fails.
 *
 * @param {string} label what is being done, such as "building the Pulumi CLI"
 * @param {readonly string[]} argv
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, unit?: string }} [options] timeout in ms, none
 *   by default; unit is the word for the output lines that are counted in the progress, none counts nothing
 * @throws {ToolchainError} when it does not exist, fails, or does not end in time
 */
export async function work(label, argv, { cwd, env = process.env, timeout, unit } = {}) {
  const progress = startProgress(label, unit);
  const [file = "", ...args] = argv;
  // A process group of its own, so that a time-out also ends what it started.
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const forwarding = forwardSignals((signal) => endGroup(child.pid, signal));
  const output = startExcerpt();
  const keep = (/** @type {Buffer} */ chunk) => progress.count(output.add(chunk.toString()));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  let late = false;
  const timer =
    timeout &&
    setTimeout(() => {
      late = true;
      endGroup(child.pid, "SIGKILL");
    }, timeout);
  const end = await ended(child);
  clearTimeout(timer || undefined);
  forwarding.stop();
  progress.end(end.code === 0);
  if (forwarding.received) throw new ToolchainError(`${label}: stopped by ${forwarding.received}`);
  if (end.code === 0) return;
  const how = late ? `did not end in ${(timeout ?? 0) / 1000} s` : (end.error ?? `exit code ${end.code}`);
  throw new ToolchainError([`${label}: \`${argv.join(" ")}\` failed: ${how}`, ...output.lines()].join("\n  "));
}

/** @typedef {(pid: number, signal: NodeJS.Signals) => void} Deliver */

/**
 * Gives the terminal to a program and waits for its end.
 *
 * @param {readonly string[]} argv
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, alone?: boolean, signal?: Deliver }} [options] alone keeps it out of
 *   this process's group where no terminal is there for it; signal delivers a signal that this process received, by
 *   default to the program itself
 * @returns {Promise<number>} its exit code; 128 + number where a signal ended it, 127 where it does not exist, 126 where
 *   it may not be executed
 */
export async function handOver(argv, { cwd, env = process.env, alone = false, signal } = {}) {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, { cwd, env, stdio: "inherit", detached: alone && !process.stdin.isTTY });
  return await endOf(child, signal ?? ((pid, name) => process.kill(pid, name)));
}

/** Milliseconds in which two signals are one that came by two ways: npm and timeout(1) hand on what their group gets. */
const SAME_SIGNAL_MS = 500;

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {Deliver} deliver
 */
async function endOf(child, deliver) {
  let last = 0;
  const forwarding = forwardSignals((name) => {
    // Ctrl-C reaches every process of the terminal by itself; a second SIGINT would make Pulumi give up its clean-up.
    if (name === "SIGINT" && process.stdin.isTTY) return;
    if (Date.now() - last < SAME_SIGNAL_MS) return;
    last = Date.now();
    if (child.pid !== undefined && child.exitCode === null) deliver(child.pid, name);
  });
  const end = await ended(child);
  forwarding.stop();
  if (end.error) process.stderr.write(`${end.error}\n`);
  return end.code;
}

/**
 * Runs a program whose output somebody else shows, and waits for its end. It has the terminal's input, and the signals
 * that this process receives: each once, and so it is not in this process's group where no terminal is there for it.
 *
 * @param {readonly string[]} argv
 * @param {{ env: NodeJS.ProcessEnv, output: (text: string) => void, errors: (text: string) => void }} options
 * @returns {Promise<number>} as handOver
 */
export async function overhear(argv, { env, output, errors }) {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, { env, stdio: ["inherit", "pipe", "pipe"], detached: !process.stdin.isTTY });
  child.stdout.setEncoding("utf8").on("data", output);
  child.stderr.setEncoding("utf8").on("data", errors);
  return await endOf(child, (pid, name) => process.kill(pid, name));
}

/**
 * Starts a program that goes on when this process has ended; what it prints is added to a file.
 *
 * @param {readonly string[]} argv
 * @param {{ env: NodeJS.ProcessEnv, log: string }} options
 */
export function launch(argv, { env, log }) {
  const [file = "", ...args] = argv;
  const output = openSync(log, "a", 0o640);
  const child = spawn(file, args, { env, stdio: ["ignore", output, output], detached: true });
  closeSync(output);
  child.unref();
  let over = false;
  void ended(child).then(() => {
    over = true;
  });
  return { pid: child.pid, ended: () => over, end: () => endGroup(child.pid, "SIGTERM") };
}

/**
 * Waits until the kernel gives this process the lock (flock) of a file that it has open. The lock goes when the file is
 * closed: by this process, or with its end.
 *
 * @param {number} file a descriptor; programs that are started do not inherit it
 * @returns {Promise<string | undefined>} why it could not be locked
 */
export async function lockOpen(file) {
  const child = spawn("flock", ["--exclusive", "3"], { stdio: ["ignore", "ignore", "pipe", file] });
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    words += text;
  });
  const end = await ended(child);
  if (end.code === 0) return undefined;
  return end.error ? `${end.error} (package util-linux)` : `flock: ${words.trim() || `exit code ${end.code}`}`;
}

/**
 * The same without waiting.
 *
 * @param {number} file a descriptor
 * @returns {Promise<boolean>} this process has it
 * @throws {ToolchainError} where the file cannot be locked at all
 */
export async function tryLockOpen(file) {
  const argv = ["--exclusive", "--nonblock", "--conflict-exit-code", "99", "3"];
  // In a group of its own: Ctrl-C is for who waits.
  const child = spawn("flock", argv, { stdio: ["ignore", "ignore", "ignore", file], detached: true });
  const { code, error } = await ended(child);
  if (code === 0 || code === 99) return code === 0;
  throw new ToolchainError(`flock (package util-linux) cannot lock a file: ${error ?? `exit code ${code}`}`);
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<{ code: number, error?: string }>}
 */
function ended(child) {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      const code = "code" in error && error.code === "EACCES" ? 126 : 127;
      resolve({ code, error: wordsOf(error, child.spawnfile) });
    });
    child.once("close", (code, signal) => resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0) }));
  });
}

/**
 * Why a program did not start, or did not end, in words.
 *
 * @param {Error} error
 * @param {string} file
 */
function wordsOf(error, file) {
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return `there is no program ${file}`;
  if (code === "EACCES") return `${file} is there and not executable (chmod +x), or on a file system mounted noexec`;
  return code === "ETIMEDOUT" ? `${file} does not end` : error.message;
}
