"use strict";
// Which file runs for an entry of entries.mjs. An installed package has what was built, and Node strips no types
// there. In the repository what was built starts in a fraction of the time, as long as it is not older than the sources.
const { existsSync, readFileSync, statSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");

const root = dirname(__dirname);

/** Whether this is the repository, and not an installed package. */
const fromSource = !root.includes("node_modules") && existsSync(join(root, "cli", "main.ts"));

/** What was built, and a list of what from: the time of change and the size of each file. */
const OUTPUT = join(root, "dist");
const INPUTS = join(OUTPUT, "inputs.json");

/** @type {boolean | undefined} */
let fresh;

/** Whether what was built is of the sources as they are now. */
function isFresh() {
  try {
    /** @type {Record<string, string>} */
    const inputs = JSON.parse(readFileSync(INPUTS, "utf8"));
    return Object.entries(inputs).every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false;
  }
}

/** @param {string} file from the root */
function stampOf(file) {
  const { mtimeMs, size } = statSync(join(root, file));
  return `${mtimeMs} ${size}`;
}

/** @param {string} name from the root, without its extension: `providers/host/provider` */
function entry(name) {
  fresh ??= !fromSource || isFresh();
  return fresh ? join(OUTPUT, `${name}.js`) : join(root, `${name}.ts`);
}

/**
 * The same for `import`.
 *
 * @param {string} name
 */
function entryUrl(name) {
  return pathToFileURL(entry(name)).href;
}

module.exports = { entry, entryUrl, fromSource, isFresh, stampOf, OUTPUT, INPUTS };
