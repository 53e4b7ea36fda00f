import type { Json } from "./json.ts";

/** An object as `ip -j` prints it. */
export type Entry = Record<string, Json>;

/** What kinds ask of one scope, in the words of the tools whose answers they read. */
export type Question = Objects | BridgeObjects | Settings | Rules | Queues | Tunnels | Sets;

/** `ip -N -j -d WORDS`, which prints a list of objects. */
export interface Objects {
  ip: string;
  /** Under which name a dump keeps the answer. */
  as: string;
}

/** `bridge -j -compressvlans WORDS`, which prints a list as well. */
export interface BridgeObjects {
  bridge: string;
  as: string;
}

/** Files below /proc/sys. */
export interface Settings {
  settings: readonly string[];
  /** Files, or folders with all below them that have one of these names: read along, and told apart by {@link ALONG}. */
  along: readonly string[];
  names: readonly string[];
}

/** `tc -j WORDS`, which prints a list of objects too. */
export interface Queues {
  tc: string;
  /** Under which name a dump keeps the answer. */
  as: string;
}

/** `wg WORDS`, which prints a line of words for each interface and peer. */
export interface Tunnels {
  wg: string;
  /** Under which name a dump keeps the answer. */
  as: string;
}

/** `ipset WORDS`, which prints every set with its entries. */
export interface Sets {
  ipset: string;
  /** Under which name a dump keeps the answer. */
  as: string;
}

/** `iptables-save`, `ip6tables-save`. */
export interface Rules {
  rules: "ipv4" | "ipv6";
}

/** Settings that were only read along have this before their path. */
export const ALONG = "beside:";

/** What a kernel says of one scope, parsed but not judged. */
export interface Dump {
  scope: string;
  /** Identity of the network namespace, "INODE SINCE" where it has a name: a namesake made later has another. Empty: a file that is none. */
  inode: string;
  /** What `ip ... netns` takes to lead there, where that is not the scope's name: a path, for a container and the host. */
  netns?: string;
  /** Of a container: its interfaces by the names of the networks that Docker Engine has put them on. */
  networks?: Readonly<Record<string, string>>;
  /** What `ip`, `bridge`, `tc`, `wg` and `ipset` answered, by the question's name. */
  objects: Readonly<Record<string, Entry[]>>;
  /** By path below /proc/sys. */
  sysctls: Readonly<Record<string, string>>;
  /** Undefined where nobody asked, or the tool is missing. */
  firewall: Readonly<{ ipv4?: string; ipv6?: string }>;
}

/** The objects that a scope has by a question's answer. */
export function objectsOf(dump: Dump | undefined, { as }: Pick<Objects, "as">): Entry[] {
  return dump?.objects[as] ?? [];
}

/** As `ip ... netns` names a scope. */
export function netnsOf(scope: string, dumps: ReadonlyMap<string, Dump>): string {
  return dumps.get(scope)?.netns ?? scope;
}
