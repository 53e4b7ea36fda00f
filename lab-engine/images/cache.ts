// What is kept of builds, so that nothing is done twice and nothing needs a network the second time.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../../toolchain/places.mjs";

/** Everything that the images leave behind. */
const imagesFolder = join(cache, "images");
/** Downloaded packages, and apt's own files. */
export const aptFolder = join(imagesFolder, "apt");

const BUILD = /^build-([0-9a-f]+-[0-9a-f]+)$/;

/** What one build made; layers by name, that of an image's own layer is the image's. */
export interface Build {
  key: string;
  /** `nginx=1.22.1-9+deb12u3`, of the packages that were asked for. */
  packages: string[];
  layers: Record<string, { digest: string; created: string }>;
}

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

/** A build in the cache. */
export function findBuild(key: string): Build | undefined {
  const file = recordFile(buildFolder(key));
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Build) : undefined;
}

/** The newest build by a recipe. */
export function newestBuild(recipe: string): Build | undefined {
  const age = (key: string) => statSync(buildFolder(key)).mtimeMs;
  const [newest] = keys()
    .filter((key) => key.startsWith(`${recipe}-`))
    .sort((a, b) => age(b) - age(a));
  return newest === undefined ? undefined : findBuild(newest);
}

export function forgetOtherBuilds(key: string): void {
  for (const other of keys()) if (other !== key) rmSync(buildFolder(other), { recursive: true });
}

function keys(): string[] {
  if (!existsSync(imagesFolder)) return [];
  return readdirSync(imagesFolder).flatMap((name) => BUILD.exec(name)?.[1] ?? []);
}
