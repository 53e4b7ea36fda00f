import { missing } from "../../../../system/missing.ts";
import type { Finished } from "../../../../system/process.ts";
import type { Outcome } from "./outcome.ts";

/** How long a process may need besides the time of its probes, on a busy machine. */
export const GRACE_MS = 10_000;

/** Why a program did not do what it was started for. */
export function wordsOf(done: Finished): string {
  return missing(done) ?? (done.stderr.trim() || done.ended || `exit code ${done.code}`);
}

/** What could not be tried proves nothing. */
export function unstarted(found: string): Outcome {
  return { ran: false, answered: false, found };
}
