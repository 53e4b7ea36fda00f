import { readFile, readlink } from "node:fs/promises";

/** A process, told from a later one that got the same number. */
export interface Living {
  pid: number;
  /** When it started, in clock ticks since the boot (proc(5), field 22 of stat). */
  started: string;
  /** The PID namespace that the number is of. */
  pids: string;
}

/** The process that asks. */
export async function thisProcess(): Promise<Living> {
  return { pid: process.pid, started: (await startOf(process.pid)) ?? "", pids: await namespace() };
}

/** Whether a process still runs; undefined where its number means nothing here. */
export async function runs({ pid, started, pids }: Living): Promise<boolean | undefined> {
  if (pids !== (await namespace())) return undefined;
  return (await startOf(pid)) === started;
}

function namespace(): Promise<string> {
  return readlink("/proc/self/ns/pid");
}

/** Undefined for none, and for one that is dead and only waits to be noticed. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name before it may hold spaces and brackets.
  const [state, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : rest[18];
}
