// Where the report is written: lines on standard output, and what is being done meanwhile on standard error; on a
// terminal one line that is rewritten, elsewhere a line when nothing was told for a while.

const EVERY_MS = 500;
const QUIET_MS = 15_000;

/** @type {Partial<Record<import("./words.mjs").Tone, string>>} SGR parameters */
const COLORS = { add: "32", change: "33", remove: "31", bad: "31;1", warn: "33;1" };

/** How many of the things that are being done one line names. */
const NAMED = 3;
/** How wide a line may be where the terminal does not say. */
const WIDTH = 80;

/**
 * @param {object} options
 * @param {boolean} options.color
 * @param {() => readonly string[]} options.busy what is being done
 */
export function openScreen({ color, busy }) {
  const { stdout, stderr } = process;
  const rewritten = stderr.isTTY === true;
  // A reader that has seen enough (`| head`) is no reason to stop an update.
  for (const stream of [stdout, stderr]) stream.on("error", () => {});
  const start = Date.now();
  let last = start;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write("\r\x1b[K");
    shown = false;
  };
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 1000);
    if (rewritten) {
      stderr.write(`\r\x1b[K${cut(statusLine(busy(), seconds), (stderr.columns ?? WIDTH) - 1)}`);
      shown = true;
    } else if (Date.now() - last >= QUIET_MS) {
      last = Date.now();
      stderr.write(`bridgework: ${statusLine(busy(), seconds)} ...\n`);
    }
  }, EVERY_MS);
  return {
    /** @param {readonly import("./words.mjs").Line[]} lines */
    print(lines) {
      if (lines.length === 0) return;
      clear();
      last = Date.now();
      stdout.write(lines.map((line) => `${painted(line, color)}\n`).join(""));
    },
    /** @param {string} text what Pulumi itself writes on standard error */
    pass(text) {
      clear();
      stderr.write(text);
    },
    close() {
      clearInterval(timer);
      clear();
    },
  };
}

/**
 * @param {readonly string[]} busy
 * @param {number} seconds
 */
export function statusLine(busy, seconds) {
  const more = busy.length > NAMED ? ` and ${busy.length - NAMED} more` : "";
  return `${busy.slice(0, NAMED).join(", ")}${more}, ${seconds} s`;
}

/**
 * @param {string} text
 * @param {number} width
 */
export function cut(text, width) {
  return text.length > width ? `${text.slice(0, width - 3)}...` : text;
}

/**
 * @param {import("./words.mjs").Line} line
 * @param {boolean} color
 */
export function painted({ text, tone }, color) {
  const code = color ? COLORS[tone] : undefined;
  if (code === undefined) return text;
  const [head = "", ...rest] = text.split("\n");
  return [`\x1b[${code}m${head}\x1b[0m`, ...rest].join("\n");
}
