import { readFileSync, readlinkSync } from "node:fs";

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
  return processOf(process.pid);
}

/** The process that has this number now. Read at once: in the next moment it may be another one's. */
export function processOf(pid: number): Living {
  return { pid, started: startOf(pid) ?? "", pids: namespace() };
}

/** Whether a process still runs; undefined where its number means nothing here. */
export async function runs({ pid, started, pids }: Living): Promise<boolean | undefined> {
  if (pids !== namespace()) return undefined;
  return startOf(pid) === started;
}

function namespace(): string {
  return readlinkSync("/proc/self/ns/pid");
}

/** Undefined for none, and for one that is dead and only waits to be noticed. */
function startOf(pid: number): string | undefined {
  const text = contents(`/proc/${pid}/stat`);
  // The name before it may hold spaces and brackets.
  const [state, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : rest[18];
}

/** Empty for one that has ended. */
export function contents(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
