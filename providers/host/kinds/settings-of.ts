import { ALONG, type Dump, type Question } from "../dump.ts";

/** Where an interface has settings of its own, and what it starts with. */
const FOLDERS = ["net/ipv4/conf", "net/ipv6/conf", "net/ipv4/neigh", "net/ipv6/neigh"];

/** What follows from something else: the MTU of the link, who routes multicast. */
const FOLLOWS = ["mtu", "mc_forwarding"];

/** All settings that interfaces have of their own, and the defaults. */
export function asksForSettings(names: readonly string[]): Question[] {
  if (names.length === 0) return [];
  const along = FOLDERS.flatMap((folder) => ["default", ...names].map((name) => `${folder}/${name}`));
  return [{ settings: [], along, names: ["*"] }];
}

/** Those of one interface that are not what another begins with, by their paths below /proc/sys. */
export function settingsOf(name: string, { sysctls }: Dump): Record<string, string> {
  const read = (path: string) => sysctls[path] ?? sysctls[ALONG + path];
  const paths = Object.keys(sysctls).map((key) => key.replace(ALONG, ""));
  const own = paths.flatMap((path): [string, string][] => {
    const [, folder = "", file = ""] = /^(net\/ipv[46]\/(?:conf|neigh))\/[^/]+\/([^/]+)$/.exec(path) ?? [];
    if (path !== `${folder}/${name}/${file}` || FOLLOWS.includes(file)) return [];
    const [value, usual] = [read(path), read(`${folder}/default/${file}`)];
    return value === undefined || value === usual ? [] : [[path, value]];
  });
  return Object.fromEntries(own);
}
