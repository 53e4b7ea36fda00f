// The steps that install something. Each makes its result in a folder beside the final place and moves it there when it
// is verified, so that a run that was stopped leaves nothing that looks finished.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { NODE_ADVICE } from "./decide.mjs";
import { findDependencies } from "./find.mjs";
import { cache, manifests, nodeFolder, repository } from "./places.mjs";
import { say } from "./progress.mjs";
import { ask, ToolchainError, work } from "./run.mjs";
import { NODE_INSTALLED } from "./versions.mjs";

/**
 * The locked versions, checksums included. Not `npm ci`: it refuses a lock without the packages of other platforms, and
 * npm leaves those out of a lock that is written where the registry does not serve them. npm may be told to block
 * install scripts; nothing here depends on one, so none is run.
 */
const NPM_INSTALL = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Installs Node from its platform package, which holds the program itself. */
export async function installNode() {
  await intoPlace(nodeFolder, async (folder) => {
    await installManifest("node", folder, `installing Node ${NODE_INSTALLED}`);
    mkdirSync(join(folder, "bin"));
    const program = join("node_modules", `node-linux-${process.arch}`, "bin", "node");
    symlinkSync(join("..", program), join(folder, "bin", "node"));
    const version = ask([join(folder, program), "--version"]);
    if (version.stdout.trim() !== `v${NODE_INSTALLED}`) {
      throw new ToolchainError(`Node ${NODE_INSTALLED} does not run here: ${version.stderr.trim()}\n${NODE_ADVICE}`);
    }
  });
}

/** Installs what package-lock.json locks into node_modules, and checks that npm did. */
export async function installDependencies() {
  await work("installing the npm packages", NPM_INSTALL, { cwd: repository });
  if (findDependencies() === "current") return;
  throw new ToolchainError(
    "npm installed other packages than package-lock.json has: remove node_modules and try again",
  );
}

/**
 * Installs Debian packages; the lists are fetched when there are none, and once more when they are too old to serve.
 *
 * @param {readonly string[]} names
 */
export async function installPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"];
  const update = () => work("fetching the package lists (apt-get update)", [...apt, "update"], { env });
  const label = `installing ${names.join(", ")} (apt-get install)`;
  const install = () => work(label, [...apt, "install", "--no-install-recommends", ...names], { env });
  if (!hasPackageLists()) await update();
  else {
    try {
      return await install();
    } catch {
      say("the package lists may be old; fetching them anew");
      await update();
    }
  }
  await install();
}

function hasPackageLists() {
  const folder = "/var/lib/apt/lists";
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes("_Packages"));
}

/**
 * Installs one of the manifests of this folder, checksums included.
 *
 * @param {"node" | "official"} manifest
 * @param {string} folder where its node_modules goes
 * @param {string} label
 */
export async function installManifest(manifest, folder, label) {
  for (const file of ["package.json", "package-lock.json"]) {
    cpSync(join(manifests, manifest, file), join(folder, file));
  }
  await work(label, NPM_INSTALL, { cwd: folder });
}

/**
 * Fills a new folder and gives it its final name only when `fill` succeeded.
 *
 * @param {string} place
 * @param {(folder: string) => Promise<void>} fill
 */
export async function intoPlace(place, fill) {
  mkdirSync(dirname(place), { recursive: true });
  const folder = mkdtempSync(join(cache, ".new-"));
  try {
    await fill(folder);
    rmSync(place, { recursive: true, force: true });
    renameSync(folder, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
