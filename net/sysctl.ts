import { SETTINGS } from "./setting-names.ts";
import { closest } from "./suggest.ts";

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

/** What is known of a setting by its name alone. */
export interface KnownSetting {
  /** Whether there are kernels that have it. */
  exists: boolean;
  /** Whether it holds one whole number and nothing else. */
  isNumber: boolean;
  /** The path of the setting that a misspelled name most likely means. */
  near?: string;
}

/** Looks a setting up among those of Linux; undefined for a folder that is not the kernel's own, as those of modules. */
export function knownSetting(parts: readonly string[]): KnownSetting | undefined {
  const folder = parts.slice(0, -1);
  const own = folder.map((part, i) => (i === 3 ? "NAME" : part)).join("/");
  const names = Object.hasOwn(SETTINGS, own) ? SETTINGS[own] : undefined;
  if (names === undefined) return undefined;
  const name = parts.at(-1) ?? "";
  const [numbers, others] = [words(names.numbers), words(names.others)];
  const isNumber = numbers.includes(name);
  if (isNumber || others.includes(name)) return { exists: true, isNumber };
  const near = closest(name, [...numbers, ...others]);
  return { exists: false, isNumber, ...(near === undefined ? {} : { near: [...folder, near].join("/") }) };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** A setting as people write it: dots, unless an interface's name has some. */
export function settingName(path: string): string {
  return path.includes(".") ? path : path.replaceAll("/", ".");
}
