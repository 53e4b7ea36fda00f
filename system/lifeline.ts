import { readdirSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { contents, type Living, processOf, runs } from "./living.ts";
import { servedRun } from "./pulumi-run.ts";

/**
 * Pulumi takes nobody along when it is killed: whoever serves it has to see that it is gone. What is being done at that
 * moment is done to its end, or taken back, because the host would be left half-way; then the process ends.
 */

/** How often the process that is served is looked at. */
const EVERY_MS = 500;
/** How long what is being done may go on before it is told to stop. */
const PATIENCE_MS = 5_000;

let busy = 0;
let over = false;
let tied = false;
const lasts = new Set<() => Promise<void>>();

/** Runs a task that is not to be broken off, whoever ends. */
export async function atWork<T>(task: () => Promise<T>): Promise<T> {
  busy += 1;
  try {
    return await task();
  } finally {
    busy -= 1;
    if (over) leave();
  }
}

/**
 * What is to be done when Pulumi ends this process in good order: it has written its state by then. One that was killed
 * has not, whoever ends this process after it.
 */
export function atTheEnd(task: () => Promise<void>): void {
  lasts.add(task);
}

/**
 * Ends this process once the one that it serves has ended, or when it is asked to by a signal; also those that served
 * the same one and do not see it.
 *
 * @param stop tells what is being done to stop; called when that takes long
 */
export function endWithParent(stop: () => void = () => {}): void {
  if (tied) return;
  tied = true;
  // Nobody reads it any more: that is no reason to stop in the middle of something.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const end = async (inOrder: boolean) => {
    if (over) return;
    over = true;
    setTimeout(stop, PATIENCE_MS).unref();
    await atWork(async () => {
      if (inOrder) await Promise.allSettled([...lasts].map((task) => task()));
    });
  };
  // What starts our plugin saw its parent before this program was loaded, and so before it can have gone.
  const served = servedBy(Number(process.env.BRIDGEWORK_SERVES) || process.ppid);
  const asked = async () => end(served !== undefined && (await runs(served)) === true);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void asked());
  watch(served, () => {
    endOthers();
    void end(false);
  });
}

/**
 * Calls `act` once the npm that runs this script has ended, shells between them aside; at once, where that was before
 * this process could look.
 */
export function whenNpmGone(act: () => void): void {
  if (wasNpmGone()) act();
  else watch(servedBy(process.ppid), act);
}

/** Whether the shell of npm's that runs this script was given to init, or to who takes its part for a user's session. */
function wasNpmGone(): boolean {
  const script = process.env.npm_lifecycle_script;
  const [, option, ...words] = contents(`/proc/${process.ppid}/cmdline`).split("\0");
  // What has npm's variables from further above has another shell, or none.
  if (!script || option !== "-c" || !words.join(" ").includes(script)) return false;
  const parent = parentOf(process.ppid);
  if (parent === 1) return !/^(node|bun)$/.test(programOf(1));
  return contents(`/proc/${parent}/comm`).trim() === "systemd";
}

function watch(served: Living | undefined, act: () => void): void {
  const look = async () => {
    if (served === undefined) return;
    if ((await runs(served)) === false) act();
    else setTimeout(look, EVERY_MS).unref();
  };
  void look();
}

function leave(): void {
  // Once more around, so that an answer that is ready goes out.
  if (busy === 0) setImmediate(() => busy === 0 && process.exit(0));
}

/** The process itself, or the nearest above it that is no shell: one may stand between. */
function servedBy(pid: number): Living | undefined {
  if (pid <= 1) return undefined;
  const living = processOf(pid);
  if (!isShell(pid)) return living;
  return servedBy(parentOf(pid));
}

/** 0 for one outside of this PID namespace; not a number for one that has ended. */
function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(contents(`/proc/${pid}/status`))?.[1]);
}

/** By its program: one that runs a script has the script's name. */
function isShell(pid: number): boolean {
  return /^(sh|dash|bash|busybox)$/.test(programOf(pid));
}

/** Empty for one that has ended, and for somebody else's. */
function programOf(pid: number): string {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, "");
  } catch {
    return "";
  }
}

/** What Pulumi starts is told the address of its engine: with the same one they served the same. */
function endOthers(): void {
  const engine = servedRun();
  if (engine === undefined) return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    try {
      if (contents(`/proc/${pid}/cmdline`).split("\0").includes(engine)) process.kill(Number(pid), "SIGTERM");
    } catch {
      // It has ended, or is somebody else's.
    }
  }
}
