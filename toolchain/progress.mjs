const EVERY_MS = 1000;
const QUIET_EVERY_S = 15;

/** @param {string} line */
export function say(line) {
  process.stderr.write(`bridgework: ${line}\n`);
}

/**
 * Shows how long something takes: on a terminal one line that is rewritten every second, elsewhere a line every 15 s.
 *
 * @param {string} label
 * @param {string} [unit] what `count` counts, such as "packages"
 */
export function startProgress(label, unit) {
  const terminal = process.stderr.isTTY === true;
  const start = Date.now();
  let counted = 0;
  let said = 0;
  const line = () => `${label}: ${elapsed()} s${unit && counted ? `, ${counted} ${unit}` : ""}`;
  const elapsed = () => Math.round((Date.now() - start) / 1000);
  const timer = setInterval(() => {
    if (terminal) return process.stderr.write(`\r\x1b[Kbridgework: ${line()} ...`);
    if (elapsed() - said >= QUIET_EVERY_S) {
      said = elapsed();
      say(`${line()} ...`);
    }
    return true;
  }, EVERY_MS);
  return {
    /** @param {number} more */
    count(more) {
      counted += more;
    },
    /** @param {boolean} ok */
    end(ok) {
      clearInterval(timer);
      if (terminal) process.stderr.write("\r\x1b[K");
      say(`${line()}, ${ok ? "done" : "failed"}`);
    },
  };
}
