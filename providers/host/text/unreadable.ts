import { missing } from "../../../system/missing.ts";
import type { Finished } from "../../../system/process.ts";

/** Whether a program is not there: then nothing of ours is that it would tell of, and the check says what is needed. */
export function isAbsent({ ended, code }: Finished): boolean {
  return ended === "ENOENT" || code === 127;
}

/** A part of the host that a program could not tell of. */
export function unreadable(scope: string, finished: Finished): Error {
  const { argv, stderr, stdout, ended, code } = finished;
  const absent = missing(finished);
  if (absent) return new Error(`${scope}: cannot be read: ${absent}`);
  const words = stderr.trim() || ended || `unexpected output: ${stdout.slice(0, 200)}`;
  return new Error(`${scope}: cannot be read: ${argv.join(" ")} (exit code ${code ?? "none"}): ${words}`);
}
