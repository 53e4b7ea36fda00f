import { join } from "node:path";
import { manifests } from "./places.mjs";
import { launch } from "./run.mjs";

/**
 * Starts somebody who sees to it that nothing of this process goes on without it, even where it is killed.
 *
 * @param {string} name of the environment variable that all of it has
 * @param {string} value
 * @param {number} patience seconds in which what was begun may end in good order; then it is killed
 */
export function startWatchman(name, value, patience) {
  const argv = [join(manifests, "watchman.sh"), String(process.pid), `${name}=${value}`, String(patience)];
  // In a session of its own: what ends a whole process group does not end it. Without the mark it is none of them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => key !== name));
  launch(["sh", ...argv], { env, log: "/dev/null" });
}
