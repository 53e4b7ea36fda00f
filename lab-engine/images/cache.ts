// What is kept of builds, so that nothing is done twice and nothing needs a network the second time.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../../toolchain/places.mjs";
import { type Build, LAYERS, readBuild } from "./record.ts";

/** Everything that the images leave behind. */
const imagesFolder = join(cache, "images");
/** Downloaded packages, and apt's own files. */
export const aptFolder = join(imagesFolder, "apt");

const BUILD = /^build-([0-9a-f]+-[0-9a-f]+)$/;

/** Where the build of this name is, or would be. */
export function buildFolder(key: string): string {
  mkdirSync(imagesFolder, { recursive: true });
  return join(imagesFolder, `build-${key}`);
}

export function layerFile(folder: string, name: string): string {
  return join(folder, `${name}.tar`);
}

export function recordFile(folder: string): string {
  return join(folder, "build.json");
}

/** A build in the cache. One that is damaged, in its file or by a layer that is gone, is none: it is made again. */
export function findBuild(key: string): Build | undefined {
  const folder = buildFolder(key);
  if (!LAYERS.every((name) => isFile(layerFile(folder, name))) || !isFile(recordFile(folder))) return undefined;
  return readBuild(readFileSync(recordFile(folder), "utf8"), key);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The newest whole build by a recipe. */
export function newestBuild(recipe: string): Build | undefined {
  const age = (key: string) => statSync(buildFolder(key)).mtimeMs;
  const builds = keys().filter((key) => key.startsWith(`${recipe}-`));
  for (const key of builds.sort((a, b) => age(b) - age(a))) {
    const build = findBuild(key);
    if (build) return build;
  }
  return undefined;
}

export function forgetOtherBuilds(key: string): void {
  for (const other of keys()) if (other !== key) rmSync(buildFolder(other), { recursive: true });
}

function keys(): string[] {
  if (!existsSync(imagesFolder)) return [];
  return readdirSync(imagesFolder).flatMap((name) => BUILD.exec(name)?.[1] ?? []);
}
