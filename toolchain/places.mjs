import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LANGUAGE_HOST_BUILT, NODE_INSTALLED, PULUMI_INSTALLED } from "./versions.mjs";

export const repository = dirname(dirname(fileURLToPath(import.meta.url)));
export const manifests = join(repository, "toolchain");

const base = process.env.XDG_CACHE_HOME ?? "";
/** What is installed for every checkout of this user. The XDG rules ignore a relative XDG_CACHE_HOME. */
export const cache = join(isAbsolute(base) ? base : join(homedir(), ".cache"), "bridgework");
export const nodeFolder = join(cache, `node-${NODE_INSTALLED}`);
export const cliFolder = join(cache, `pulumi-${PULUMI_INSTALLED}-${LANGUAGE_HOST_BUILT}`);

/** Stacks, passphrase and Pulumi's own settings of this checkout; a sandbox keeps its own. */
export const stateFolder = process.env.BRIDGEWORK_STATE_DIR || join(repository, ".pulumi-state");

/**
 * The folders in which programs are looked for: PATH, then where Debian keeps `ip` and `iptables`, which is not on
 * the PATH of an ordinary user.
 *
 * @param {string | undefined} path
 * @returns {string[]}
 */
export function programFolders(path) {
  const folders = (path ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders, ...["/usr/sbin", "/sbin"].filter((folder) => !folders.includes(folder))];
}
