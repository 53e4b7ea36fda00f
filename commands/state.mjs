import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../toolchain/progress.mjs";

/**
 * Makes the folder of the stacks, for its owner only: a state holds everything that a lab is made of.
 *
 * @param {string} folder
 */
export function ensureStateFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/**
 * Makes a passphrase the first time, and says so.
 *
 * @param {string} folder the state folder
 * @returns {string} the file that holds it, readable by its owner only
 */
export function ensurePassphrase(folder) {
  const file = join(folder, "passphrase");
  if (!existsSync(file)) {
    ensureStateFolder(folder);
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    say(
      `made a passphrase for the stacks of this checkout: ${file} (to use your own: PULUMI_CONFIG_PASSPHRASE or _FILE)`,
    );
  }
  return file;
}
