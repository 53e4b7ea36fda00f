/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {readonly string[]} [os] systems that it is for; any when it names none
 * @property {readonly string[]} [cpu]
 * @property {readonly string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 * @typedef {{ os: string, cpu: string, libc: string | undefined }} Platform as npm names them
 */

/**
 * Compares package-lock.json with `node_modules/.package-lock.json`, in which npm records what it installed, so that
 * an `npm install` by hand counts as well as ours. Optional packages of other platforms are rightly absent; one of this
 * platform is not: a folder that was installed on another one, and is mounted here, starts nothing.
 *
 * @param {Lock} wanted
 * @param {Lock | undefined} installed undefined when there is no such file
 * @param {Platform} platform
 * @returns {"current" | "missing" | "outdated"}
 */
export function compareDependencies(wanted, installed, platform) {
  if (!installed?.packages) return "missing";
  const have = installed.packages;
  const same = Object.entries(wanted.packages ?? {}).every(([path, locked]) => {
    if (path === "") return true;
    const found = have[path];
    if (!found) return locked.optional === true && !isFor(locked, platform);
    return found.version === locked.version && found.integrity === locked.integrity;
  });
  return same ? "current" : "outdated";
}

/**
 * Whether a package is made for this platform. One that names no processor is for any, or only for another optional one
 * that does: npm decides.
 *
 * @param {LockedPackage} locked
 * @param {Platform} platform
 */
function isFor({ os, cpu, libc }, platform) {
  const fits = os?.includes(platform.os) && cpu?.includes(platform.cpu);
  return fits === true && (libc === undefined || platform.libc === undefined || libc.includes(platform.libc));
}
