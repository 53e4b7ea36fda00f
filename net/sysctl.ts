/**
 * The one path of a setting below /proc/sys that the kernel keeps under two names: both are the same switch.
 *
 * @example settingPath("net/ipv4/conf/all/forwarding") // "net/ipv4/ip_forward"
 */
export function settingPath(path: string): string {
  return path === "net/ipv4/conf/all/forwarding" ? "net/ipv4/ip_forward" : path;
}

/**
 * Whether the parts of a path below /proc/sys lead to a setting of the network, and to nowhere else.
 *
 * @example isNetworkSetting("net/../kernel/hostname".split("/")) // false
 */
export function isNetworkSetting(parts: readonly string[]): boolean {
  return parts[0] === "net" && parts.length >= 3 && parts.every(isPlainPart);
}

/** A name that is a file's own: no `..`, no wildcard, nothing that a tool reads as more than a name. */
export function isPlainPart(part: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(part) && part !== "." && part !== "..";
}
