import { delimiter, dirname, join } from "node:path";
import { cache, cliFolder, programFolders, repository } from "./places.mjs";

/**
 * The environment in which the tools run: ours first on PATH, and nothing that contacts a registry.
 *
 * @param {NodeJS.ProcessEnv} base
 * @param {string | undefined} cli the Pulumi CLI to use, when it is not the one in the cache
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(base, cli) {
  // The language host and the dynamic provider start `node` from PATH: it has to be the one that runs this.
  const first = [dirname(process.execPath), cli === undefined ? cliFolder : dirname(cli)];
  // Last, because a CLI without the dynamic provider beside it looks here; its own one comes first without a warning.
  const last = [join(repository, "node_modules", "@pulumi", "pulumi"), join(repository, "node_modules", ".bin")];
  const middle = programFolders(base.PATH).filter((folder) => !first.includes(folder) && !last.includes(folder));
  return {
    NODE_COMPILE_CACHE: join(cache, "compile-cache"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...base,
    NODE_OPTIONS: nodeOptions(base),
    PATH: [...first, ...middle, ...last].join(delimiter),
  };
}

/**
 * Adds where the stacks are kept. A backend, a home or a passphrase of the user's own is left alone; Pulumi's home is
 * ours only with our backend, so that a login to another one keeps working.
 *
 * @param {NodeJS.ProcessEnv} base
 * @param {string} stateFolder
 * @param {() => string} passphraseFile makes sure of the passphrase and returns its file; called only when needed
 * @returns {NodeJS.ProcessEnv}
 */
export function stackEnvironment(base, stateFolder, passphraseFile) {
  const env = { ...base };
  if (!env.PULUMI_BACKEND_URL) {
    env.PULUMI_BACKEND_URL = `file://${stateFolder}`;
    env.PULUMI_HOME ||= join(stateFolder, "home");
  }
  if (!hasPassphrase(env)) env.PULUMI_CONFIG_PASSPHRASE_FILE = passphraseFile();
  return env;
}

/**
 * What every Node is started with, Pulumi's program and providers too: the user's options, then ours.
 *
 * @param {NodeJS.ProcessEnv} base
 */
function nodeOptions({ NODE_OPTIONS: own }) {
  const file = join(repository, "toolchain", "preload.cjs").replaceAll(/["\\]/g, "\\$&");
  const ours = `--require "${file}"`;
  if (own?.includes(ours)) return own;
  return own ? `${own} ${ours}` : ours;
}

/**
 * Whether the user chose a passphrase; an empty one is a choice.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function hasPassphrase(env) {
  return env.PULUMI_CONFIG_PASSPHRASE !== undefined || !!env.PULUMI_CONFIG_PASSPHRASE_FILE;
}
