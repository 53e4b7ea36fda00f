// The build that the package lists ask for: from the cache, or made now.
import { withInstallLock } from "../../toolchain/lock.mjs";
import { say } from "../../toolchain/progress.mjs";
import { ToolchainError } from "../../toolchain/run.mjs";
import { download, hasApt, hasLists, resolvePackages, updateLists } from "./apt.ts";
import { build, buildKey, PACKAGES, recipe } from "./build.ts";
import { findBuild, newestBuild } from "./cache.ts";
import type { Build } from "./record.ts";

/** The build in the cache that is as new as the package lists; nothing is fetched or made. */
export function upToDateBuild(): Build | undefined {
  if (!canBuild() || !hasLists()) return newestBuild(recipe);
  try {
    return findBuild(buildKey(resolvePackages(PACKAGES)));
  } catch (error) {
    // Lists that do not have them are renewed by whoever builds.
    if (error instanceof ToolchainError) return undefined;
    throw error;
  }
}

/**
 * The build of the packages' present versions. Where these cannot be had, because there is no network for instance, an
 * earlier build serves, and that is said.
 *
 * @throws {ToolchainError} where there is no earlier build either
 */
export async function currentBuild(): Promise<Build> {
  const ready = upToDateBuild();
  if (ready) return ready;
  if (!canBuild()) throw new ToolchainError(whyNot());
  try {
    return await withInstallLock(async () => await newBuild());
  } catch (error) {
    const earlier = newestBuild(recipe);
    if (!(error instanceof ToolchainError) || !earlier) throw error;
    say(`${error.message}\nan earlier build of the images serves instead: ${earlier.packages.join(", ")}`);
    return earlier;
  }
}

async function newBuild(): Promise<Build> {
  const files = await fetchPackages();
  // Another run may have made it while this one waited for the lock.
  return findBuild(buildKey(files)) ?? (await build(files));
}

async function fetchPackages(): Promise<string[]> {
  if (!hasLists()) await updateLists();
  try {
    return await download(PACKAGES);
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    say("the package lists may be old: new ones are fetched into the cache");
    await updateLists();
    return await download(PACKAGES);
  }
}

function canBuild(): boolean {
  return hasApt() && process.env.BRIDGEWORK_SANDBOX !== "1";
}

function whyNot(): string {
  if (process.env.BRIDGEWORK_SANDBOX === "1")
    return "the images of the labs are not in the cache, and a sandbox has no network to get them: leave it, run `npm run images`, and come back";
  return "this machine has no apt-get and dpkg-deb to build the images of the labs with, and no registry answers: pull them where one does (docker save, docker load), and tag them bridgework/web, bridgework/redis, bridgework/httpd";
}
