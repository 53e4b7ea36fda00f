import { existsSync } from "node:fs";
import { run } from "../system/process.ts";
import { compareVersions, NODE_MINIMUM } from "../toolchain/versions.mjs";

/** The system's own Node, where it is older than what Bridgework runs on: what a user of Debian starts with. */
export const olderNode = await find();

async function find(): Promise<string | undefined> {
  for (const file of ["/usr/bin/node", "/usr/local/bin/node"].filter((name) => existsSync(name))) {
    const { stdout } = await run([file, "--version"]);
    if (compareVersions(stdout, NODE_MINIMUM) < 0) return file;
  }
  return undefined;
}
