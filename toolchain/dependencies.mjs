/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, dev?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Compares package-lock.json with `node_modules/.package-lock.json`, in which npm records what it installed, so that
 * an `npm install` by hand counts as well as ours. Optional packages of other platforms are rightly absent.
 *
 * @param {Lock} wanted
 * @param {Lock | undefined} installed undefined when there is no such file
 * @returns {"current" | "missing" | "outdated"}
 */
export function compareDependencies(wanted, installed) {
  if (!installed?.packages) return "missing";
  const have = installed.packages;
  const same = Object.entries(wanted.packages ?? {}).every(([path, locked]) => {
    if (path === "") return true;
    const found = have[path];
    if (!found) return locked.optional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
  return same ? "current" : "outdated";
}
