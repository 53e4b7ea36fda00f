import { readFileSync } from "node:fs";

// include/uapi/linux/capability.h
const CAP_NET_ADMIN = 12n;
const CAP_SYS_ADMIN = 21n;

/**
 * Tells from the text of /proc/PID/status whether that process may make namespaces, links and rules.
 *
 * @param {string} status
 * @returns {boolean} true when CAP_NET_ADMIN and CAP_SYS_ADMIN are both effective
 */
export function mayBuildNetworks(status) {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  if (mask === undefined) return false;
  const effective = BigInt(`0x${mask}`);
  return [CAP_NET_ADMIN, CAP_SYS_ADMIN].every((bit) => ((effective >> bit) & 1n) === 1n);
}

/** Whether this process may. */
export function isPrivileged() {
  return mayBuildNetworks(readFileSync("/proc/self/status", "utf8"));
}
