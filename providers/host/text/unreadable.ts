import { missing } from "../../../system/missing.ts";
import type { Finished } from "../../../system/process.ts";

/** A part of the host that a program could not tell of. */
export function unreadable(scope: string, finished: Finished): Error {
  const { argv, stderr, stdout, ended, code } = finished;
  const absent = missing(finished);
  if (absent) return new Error(`${scope}: cannot be read: ${absent}`);
  const words = stderr.trim() || ended || `unexpected output: ${stdout.slice(0, 200)}`;
  return new Error(`${scope}: cannot be read: ${argv.join(" ")} (exit code ${code ?? "none"}): ${words}`);
}
