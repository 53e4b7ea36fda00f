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

const KEPT_LINES = 12;

/** Collects the beginning and the end of a long output: the one tends to name the fault, the other what became of it. */
export function startExcerpt() {
  /** @type {string[]} */
  const first = [];
  /** @type {string[]} */
  const last = [];
  let left = 0;
  return {
    /**
     * @param {string} text
     * @returns {number} how many lines it ended
     */
    add(text) {
      const lines = text.split("\n");
      for (const line of lines.filter((line) => line.trim() !== "")) {
        if (first.length < KEPT_LINES) first.push(line);
        else last.push(line);
      }
      left += last.splice(0, last.length - KEPT_LINES).length;
      return lines.length - 1;
    },
    lines: () => [...first, ...(left > 0 ? [`(${left} lines left out)`] : []), ...last],
  };
}
