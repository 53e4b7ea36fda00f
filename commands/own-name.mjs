import { existsSync, readlinkSync } from "node:fs";

// With the namespace that the pid is of: in a sandbox pids start anew, and folders may be shared with it.
const PIDS = /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0];

/** In the environment of all that belongs to a command's run, with the command's own name as its value. */
export const MARK = "BRIDGEWORK_RUN";
/** What such a name begins with. */
export const RUN = "run";

/**
 * A name for what ends with this process.
 *
 * @param {string} prefix
 */
export function ownName(prefix) {
  return `${prefix}-${PIDS}-${process.pid}`;
}

/**
 * @param {string} prefix
 * @param {string} name
 * @returns {boolean} it is such a name, and its process has ended
 */
export function isLeftBehind(prefix, name) {
  const [, pids, pid] = /^-(\d+)-(\d+)$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : "") ?? [];
  return pids === PIDS && !existsSync(`/proc/${pid}`);
}
