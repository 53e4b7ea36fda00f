// Looks at the machine: no step changes anything here, nothing contacts a registry.
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { compareDependencies } from "./dependencies.mjs";
import { SYSTEM_PACKAGES } from "./packages.mjs";
import { cliFolder, nodeFolder, programFolders, repository } from "./places.mjs";
import { isPrivileged } from "./privilege.mjs";
import { ask } from "./run.mjs";

/**
 * What a machine has, as far as the toolchain cares.
 *
 * @typedef {object} Found
 * @property {string} node version of the Node that runs this
 * @property {boolean} cachedNode our own Node is in the cache
 * @property {"current" | "missing" | "outdated"} dependencies node_modules against package-lock.json
 * @property {FoundCli | undefined} cli the Pulumi CLI on PATH
 * @property {boolean} cachedCli our own CLI is in the cache
 * @property {string | undefined} go version of Go on PATH; not looked for where the CLI is in the cache
 * @property {readonly import("./packages.mjs").SystemPackage[]} missingPackages
 * @property {readonly { path: string, name: string }[]} unusable programs of these packages that are there, and that
 *   nobody may execute
 * @property {boolean} apt the system installs packages with apt-get
 * @property {boolean} root user id 0
 * @property {boolean} privileged may make namespaces, links and rules
 * @property {boolean} sandbox inside `npm run sandbox`, where there is no way out to a registry
 *
 * @typedef {{ path: string, version: string, languageHost: boolean }} FoundCli
 */

/** @returns {Found} */
export function lookAround() {
  const cli = findCli();
  const cachedCli = isProgram(join(cliFolder, "pulumi"));
  return {
    node: process.versions.node,
    cachedNode: isProgram(join(nodeFolder, "bin", "node")),
    dependencies: findDependencies(),
    cli,
    cachedCli,
    go: cachedCli ? undefined : findGo(),
    missingPackages: findMissingPackages(),
    unusable: findUnusable(),
    apt: which("apt-get") !== undefined,
    root: process.getuid?.() === 0,
    privileged: isPrivileged(),
    sandbox: process.env.BRIDGEWORK_SANDBOX === "1",
  };
}

/** How node_modules compares with package-lock.json. */
export function findDependencies() {
  const wanted = readJson(join(repository, "package-lock.json")) ?? {};
  const installed = readJson(join(repository, "node_modules", ".package-lock.json"));
  return compareDependencies(wanted, installed, { os: process.platform, cpu: process.arch, libc: findLibc() });
}

/** The C library of the Node that runs this, in npm's words. */
function findLibc() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return process.platform === "linux" ? (header.glibcVersionRuntime ? "glibc" : "musl") : undefined;
}

/** The packages whose program no folder of PATH has. */
export function findMissingPackages() {
  return SYSTEM_PACKAGES.filter(({ program }) => which(program) === undefined && unusable(program) === undefined);
}

/** Installing their packages would not help: they are installed. */
function findUnusable() {
  return SYSTEM_PACKAGES.flatMap(({ name, program }) => {
    const path = unusable(program);
    return path === undefined ? [] : [{ path, name }];
  });
}

function findGo() {
  return /go(\d+\.\d+(\.\d+)?)/.exec(ask(["go", "version"]).stdout)?.[1];
}

/** @returns {FoundCli | undefined} */
function findCli() {
  const path = which("pulumi");
  if (path === undefined || dirname(path) === cliFolder) return undefined;
  const version = ask([path, "version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  if (!version.ok) return undefined;
  const beside = join(dirname(realpathSync(path)), "pulumi-language-nodejs");
  return { path, version: version.stdout.trim(), languageHost: isProgram(beside) || !!which("pulumi-language-nodejs") };
}

/**
 * @param {string} program
 * @returns {string | undefined} its path, when a folder of PATH has it
 */
export function which(program) {
  const candidates = programFolders(process.env.PATH).map((folder) => join(folder, program));
  return candidates.find(isProgram);
}

/**
 * @param {string} program
 * @returns {string | undefined} a file of that name which nobody may execute, where PATH has no other
 */
export function unusable(program) {
  if (which(program) !== undefined) return undefined;
  return programFolders(process.env.PATH)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path) && statSync(path).isFile());
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
