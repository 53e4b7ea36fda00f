import { constants } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { run } from "../../../system/process.ts";

/** A container's own network, as files of /proc show it: no process is started for it. */
export interface Inside {
  /** Addresses that are the container's, without prefix. */
  addresses: readonly string[];
  routes: readonly InsideRoute[];
  /** Numbers of interfaces by name. */
  indexes: Readonly<Record<string, number>>;
  /** What interfaces are set to by name, of those that can be seen. */
  links: Readonly<Record<string, InsideLink>>;
}

export interface InsideLink {
  mtu: number;
  mac: string;
  /** Of a veth pair, the number of the other end in its own namespace. */
  peer: number;
}

export interface InsideRoute {
  dev: string;
  family: 4 | 6;
  /** `10.0.0.0/24`, `fd00:0:0:0:0:0:0:0/64`, `default`; neither local ones nor those of multicast. */
  to: string;
}

/** Starts a program in the network of a container's process. */
export function runInside(pid: number, ...argv: string[]) {
  return run(["nsenter", `--net=/proc/${pid}/ns/net`, ...argv], { timeout: 10_000 });
}

/** Undefined where the process is not that container's, as seen from here. */
export async function readInside(container: string, pid: number): Promise<Inside | undefined> {
  const place = `/proc/${pid}`;
  const names = ["cgroup", "net/fib_trie", "net/route", "net/if_inet6", "net/ipv6_route", "net/igmp"];
  const [cgroup, ...rest] = await Promise.all(
    names.map((name) => readFile(`${place}/${name}`, "utf8").catch(() => "")),
  );
  if (!cgroup?.includes(container)) return undefined;
  const [trie = "", four = "", inet6 = "", six = "", igmp = ""] = rest;
  const told = readFiles({ trie, four, inet6, six, igmp });
  const links = Object.entries(told.indexes).map(async ([name, index]) => [name, await linkAt(pid, name, index)]);
  const seen = (await Promise.all(links)).filter(([, link]) => link !== undefined);
  return { ...told, links: Object.fromEntries(seen) };
}

/** As the container's own sysfs has it; undefined where that is of another network, or is none. */
async function linkAt(pid: number, name: string, index: number): Promise<InsideLink | undefined> {
  const folder = `/proc/${pid}/root/sys/devices/virtual/net/${name}`;
  const files = ["ifindex", "iflink", "mtu", "address"];
  const [number, peer = "", mtu = "", mac = ""] = await Promise.all(files.map((file) => word(`${folder}/${file}`)));
  const isSound = /^\d+ \d+ ([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(`${peer} ${mtu} ${mac}`);
  return number === String(index) && isSound ? { mtu: Number(mtu), mac, peer: Number(peer) } : undefined;
}

const LONGEST = 32;

/** The container may have put anything in that place: no more than a word is read, and nothing is waited for. */
async function word(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  try {
    const read = await file?.read(Buffer.alloc(LONGEST), 0, LONGEST);
    return read?.buffer.toString("utf8", 0, read.bytesRead).trim();
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}

type Told = Omit<Inside, "links">;

export function readFiles(files: { trie: string; four: string; inet6: string; six: string; igmp: string }): Told {
  return {
    addresses: [...localAddresses(files.trie), ...files.inet6.split("\n").flatMap(inet6Address)],
    routes: [...files.four.split("\n").flatMap(route4), ...files.six.split("\n").flatMap(route6)],
    indexes: Object.fromEntries(
      Array.from(files.igmp.matchAll(/^(\d+)\s+(\S+)\s*:/gm), ([, index, name]) => [name ?? "", Number(index)]),
    ),
  };
}

function localAddresses(trie: string): string[] {
  return Array.from(trie.matchAll(/\|-- (\S+)\n\s+\/32 host LOCAL/g), ([, ip = ""]) => ip);
}

function inet6Address(line: string): string[] {
  const [digits = ""] = line.split(/\s+/);
  return digits.length === 32 ? [ip6(digits)] : [];
}

function ip6(digits: string): string {
  return (digits.match(/.{4}/g) ?? []).join(":");
}

const UP = 1;
const REJECT = 0x200;
const LOCAL = 0x8000_0000;

/** Numbers are as the machine has them in memory, the last byte first. */
function route4(line: string): InsideRoute[] {
  const [dev = "", to = "", , flags = "", , , , mask = ""] = line.split(/\s+/);
  const words = Number.parseInt(flags, 16);
  if (!/^[0-9A-F]{8}$/.test(to) || !(words & UP) || words & REJECT) return [];
  const prefix = Number.parseInt(mask, 16).toString(2).replaceAll("0", "").length;
  const ip = (to.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse();
  return [{ dev, family: 4, to: prefix === 0 ? "default" : `${ip.join(".")}/${prefix}` }];
}

function route6(line: string): InsideRoute[] {
  const [to = "", mask = "", , , , , , , flags = "", dev = ""] = line.split(/\s+/);
  if (!/^(?!ff)[0-9a-f]{32}$/.test(to) || dev === "lo" || Number.parseInt(flags, 16) & (REJECT | LOCAL)) return [];
  const prefix = Number.parseInt(mask, 16);
  return [{ dev, family: 6, to: prefix === 0 ? "default" : `${ip6(to)}/${prefix}` }];
}
