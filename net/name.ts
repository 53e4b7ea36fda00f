import { Invalid } from "./invalid.ts";

/** Names that the kernel, sysfs or `ip` itself take for something else. */
const RESERVED = new Set(["all", "default", "dev", "name", "type", "via", "table", "proto", "scope", "none"]);

const NAME = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const LIMIT = 15;

/**
 * Checks an interface name: 1 to 15 bytes (IFNAMSIZ less its NUL), a letter first, then letters, digits, `_`, `.`, `-`.
 * The kernel takes far more, `$(id)` and `-x` among it; what tools make of these is why the list is this short.
 *
 * @throws {Invalid}
 */
export function checkInterfaceName(name: string): string {
  checkName(name, "an interface name");
  const bytes = Buffer.byteLength(name);
  if (bytes > LIMIT) throw new Invalid(name, `${bytes} bytes, the limit is ${LIMIT} (IFNAMSIZ)`, "shorten it");
  return name;
}

/** Checks a namespace's name: the same characters, up to 63 bytes; `host` means the host's own namespace. */
export function checkNamespaceName(name: string): string {
  checkName(name, "a namespace name");
  if (name === "host") throw new Invalid(name, "host means the host's own namespace", "choose another name");
  if (name.length > 63) throw new Invalid(name, `${name.length} bytes, the limit is 63`, "shorten it");
  return name;
}

function checkName(name: string, what: string): void {
  if (typeof name !== "string" || name === "") throw new Invalid(name, `${what} is empty`, "give it a name");
  if (!NAME.test(name))
    throw new Invalid(name, `${what} starts with a letter and holds letters, digits, "_", "." and "-"`, "rename it");
  if (RESERVED.has(name)) throw new Invalid(name, "the name is a keyword of ip or the kernel", "rename it");
}

/**
 * A name of at most 15 bytes for an interface that nobody named: as much of the stem as fits and a hash of the whole
 * identity, so that the same identity always gets the same name and two of them do not share one.
 *
 * @example derivedName("reth0", "RED/reth0") // "reth0-1x9k2a"
 */
export function derivedName(stem: string, identity: string): string {
  const hash = fnv1a(identity).toString(36).padStart(6, "0").slice(-6);
  return `${stem.slice(0, LIMIT - 7)}-${hash}`;
}

/** FNV-1a, 32 bits: a short stable hash for names, not for secrets. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** What forwarding tables have for frames whose place is not known. */
export const ZERO_MAC = "00:00:00:00:00:00";

/** Checks six hex bytes, whatever they mean; returns them in lower case. */
export function checkAnyMac(mac: string): string {
  if (typeof mac !== "string" || !/^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/.test(mac))
    throw new Invalid(mac, "not a MAC address", "write six hex bytes, as in 02:00:00:00:00:01");
  return mac.toLowerCase();
}

/** Whether frames for it are for several: multicast, or those whose place is not known. */
export function isForMany(mac: string): boolean {
  return mac === ZERO_MAC || (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}

/** Checks a MAC address: six hex bytes, unicast and not all zero; returns it in lower case. */
export function checkMac(mac: string): string {
  checkAnyMac(mac);
  if (Number.parseInt(mac.slice(0, 2), 16) & 1)
    throw new Invalid(
      mac,
      "a multicast address cannot be an interface's own",
      "clear the lowest bit of the first byte",
    );
  if (/^(00:){5}00$/.test(mac)) throw new Invalid(mac, "the zero address means none", "write 02:00:00:00:00:01");
  return mac.toLowerCase();
}
