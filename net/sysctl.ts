/**
 * The one path of a setting below /proc/sys that the kernel keeps under two names: both are the same switch.
 *
 * @example settingPath("net/ipv4/conf/all/forwarding") // "net/ipv4/ip_forward"
 */
export function settingPath(path: string): string {
  return path === "net/ipv4/conf/all/forwarding" ? "net/ipv4/ip_forward" : path;
}
