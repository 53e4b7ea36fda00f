// The versions that the toolchain asks for and installs. The manifests in node/, official/, cli/ and language-nodejs/
// pin the same ones with their checksums; test/toolchain/versions.test.ts holds them together.

/** Strips types natively without a flag, which the program and the provider rely on. */
export const NODE_MINIMUM = "22.18.0";
export const NODE_INSTALLED = "24.21.0";

export const PULUMI_MINIMUM = "3.230.0";
export const PULUMI_INSTALLED = "3.259.0";
/** The last release that carried the Node language host in the sdk module; newer CLIs and SDKs work with it. */
export const LANGUAGE_HOST_BUILT = "3.68.0";

/** The first Go that fetches the newer Go which a go.mod names. */
export const GO_MINIMUM = "1.21.0";

/**
 * Orders two versions by their numbers; a leading `v` or `go` and what follows the numbers do not count.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number} negative, 0 or positive, as Array.sort wants it
 * @throws {Error} when one of them holds no `number.number`
 * @example compareVersions("v3.259.0", "3.230.0") > 0
 */
export function compareVersions(a, b) {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @param {string} version */
function numbers(version) {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  if (!match) throw new Error(`"${version}" is not a version: expected numbers such as 3.259.0`);
  return match.slice(1).map((part) => Number(part ?? 0));
}
