#!/usr/bin/env node
// In the repository the sources run as they are; installed, Node strips no types, and the build is there instead.
// Older versions of Node come this far too: in the repository the toolchain sees to a newer one, as it does for the npm
// scripts; of an installed package they learn here what is missing.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NEEDED = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const old = major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]);

const source = new URL("../cli/main.ts", import.meta.url);
const built = new URL("../dist/cli/main.js", import.meta.url);
const fromSource = existsSync(source) && !fileURLToPath(import.meta.url).includes("node_modules");

if (fromSource && (old || !existsSync(new URL("../node_modules", import.meta.url)))) {
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
  const { main } = await import((fromSource ? source : built).href);
  process.exitCode = await main(process.argv.slice(2));
}
