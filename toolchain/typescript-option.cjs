"use strict";
// Where Pulumi.yaml says `typescript: false`, Node strips the types itself. The last language host that can be built by
// itself (versions.mjs) starts the program as if it said nothing: 0.25 s for a compiler that compiles nothing.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** The project's folder, as the language host gives it to the program. */
function projectFolder() {
  const at = process.argv.indexOf("--pwd");
  return (at !== -1 && process.argv[at + 1]) || process.cwd();
}

/** @param {string} folder */
function saysFalse(folder) {
  try {
    return /^\s+typescript:\s*false\b/m.test(readFileSync(join(folder, "Pulumi.yaml"), "utf8"));
  } catch {
    return false;
  }
}

if (process.env.PULUMI_NODEJS_TYPESCRIPT === "true" && saysFalse(projectFolder()))
  process.env.PULUMI_NODEJS_TYPESCRIPT = "false";
