#!/usr/bin/env node
// Older versions of Node come this far too: in the repository the toolchain sees to a newer one, as it does for the npm
// scripts; of an installed package they learn here what is missing.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import built from "../build/built.cjs";

const NEEDED = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const old = major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]);

if (built.fromSource && (old || !existsSync(new URL("../node_modules", import.meta.url)))) {
  const entry = new URL("../commands/main.mjs", import.meta.url);
  process.argv = [process.argv[0], fileURLToPath(entry), "bridgework", ...process.argv.slice(2)];
  await import(entry.href);
} else if (old) {
  console.error(
    `bridgework: needs Node ${NEEDED.join(".")} or newer, this is ${process.versions.node} (${process.execPath}). ` +
      "Install a newer one: https://nodejs.org/en/download",
  );
  process.exitCode = 1;
} else {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const { main } = await import(built.entryUrl("cli/main"));
  process.exitCode = await main(process.argv.slice(2));
}
