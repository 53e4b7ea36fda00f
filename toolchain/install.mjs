// The steps that install something. What goes into the cache is made in a folder beside the final place and moved there
// when it is verified, so that a run that was stopped leaves nothing that looks finished.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { NODE_ADVICE } from "./decide.mjs";
import { findDependencies, findMissingPackages } from "./find.mjs";
import { cache, manifests, nodeFolder, repository } from "./places.mjs";
import { say } from "./progress.mjs";
import { ask, ToolchainError, work } from "./run.mjs";
import { NODE_INSTALLED } from "./versions.mjs";

/**
 * The locked versions, checksums included, and nothing else. npm may be told to block install scripts; nothing here
 * depends on one, so none is run.
 */
const NPM_CI = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

const UNFINISHED = ".new-";

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
  await work("installing the npm packages", NPM_CI, { cwd: repository });
  if (findDependencies() === "current") return;
  throw new ToolchainError(
    "npm installed other packages than package-lock.json has: remove node_modules and try again",
  );
}

/**
 * Installs Debian packages, and checks that their programs are there; the lists are fetched when there are none, and
 * once more when they are too old to serve.
 *
 * @param {readonly string[]} names
 */
export async function installPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"];
  const update = () => work("fetching the package lists (apt-get update)", [...apt, "update"], { env });
  const label = `installing ${names.join(", ")} (apt-get install)`;
  const install = () => work(label, [...apt, "install", "--no-install-recommends", ...names], { env });
  if (hasPackageLists()) {
    await install().catch(async () => {
      say("the package lists may be old: they are fetched anew");
      await update();
      await install();
    });
  } else {
    await update();
    await install();
  }
  const missing = findMissingPackages().map(({ name, program }) => `${program} (package ${name})`);
  if (missing.length > 0) throw new ToolchainError(`still not on PATH after the installation: ${missing.join(", ")}`);
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
  await work(label, NPM_CI, { cwd: folder });
}

/**
 * Fills a new folder and gives it its final name only when `fill` succeeded.
 *
 * @param {string} place
 * @param {(folder: string) => Promise<void>} fill
 */
export async function intoPlace(place, fill) {
  mkdirSync(cache, { recursive: true });
  // One run installs at a time, so an unfinished folder is what a killed one left.
  for (const name of readdirSync(cache).filter((name) => name.startsWith(UNFINISHED))) {
    rmSync(join(cache, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(cache, UNFINISHED));
  try {
    await fill(folder);
    chmodSync(folder, 0o755);
    rmSync(place, { recursive: true, force: true });
    renameSync(folder, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
