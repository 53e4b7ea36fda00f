/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Hands the signals that ask this process to end to `deliver`, until `stop` is called.
 *
 * @param {(signal: NodeJS.Signals) => void} deliver
 */
export function forwardSignals(deliver) {
  const forwarding = { received: /** @type {NodeJS.Signals | undefined} */ (undefined), stop };
  const listener = (/** @type {NodeJS.Signals} */ name) => {
    forwarding.received = name;
    deliver(name);
  };
  for (const name of FORWARDED) process.on(name, listener);
  function stop() {
    for (const name of FORWARDED) process.off(name, listener);
  }
  return forwarding;
}

/**
 * Signals a whole process group.
 *
 * @param {number | undefined} pid of its leader
 * @param {NodeJS.Signals} signal
 */
export function endGroup(pid, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended by itself in the meantime.
  }
}
