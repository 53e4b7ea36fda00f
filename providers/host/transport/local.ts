import { readdir, readFile, stat, statfs } from "node:fs/promises";
import { containerOf } from "../../../net/scope.ts";
import { OwnFolder } from "../../../system/own-folder.ts";
import { keep, type RunOptions, run } from "../../../system/process.ts";
import { engineContainers, type FindContainer } from "./containers.ts";
import { refuseHidden } from "./hidden.ts";
import { dropAbandoned, lockHost } from "./lock.ts";
import type { NamedNamespace, Transport } from "./transport.ts";

/** NSFS_MAGIC of linux/magic.h: what statfs says of a file that is a namespace. */
const NSFS = 0x6e736673;

/** Where on this machine a host is: the machine itself, or a sandbox, whose files and programs a process leads to. */
export interface Whereabouts {
  name: string;
  /** Prefix of its files as this process sees them: "/proc/PID/root" for a sandbox. */
  root: string;
  /** Its own network namespace, by a path that every process there knows. */
  netns: string;
  /** The argv that runs another one there. */
  inside(argv: readonly string[]): string[];
  /** Finds a running container; by default nobody can. */
  find?: FindContainer;
}

/** This machine: processes by nsenter, files by the file system, the lock by flock(1). */
export const local: Transport = transportAt({
  name: "local",
  root: "",
  netns: `/proc/${process.pid}/ns/net`,
  inside: copied,
  find: engineContainers(process.env),
});

function copied(argv: readonly string[]): string[] {
  return [...argv];
}

export function transportAt({ name, root, netns, inside, find = nobody }: Whereabouts): Transport {
  const enter = async (scope: string, argv: readonly string[]) => inside(await entered(scope, argv, find));
  const registry = new OwnFolder(`${root}/run/bridgework`);
  return {
    name,
    privileged: async () => mayBuildNetworks(await readFile("/proc/self/status", "utf8")),
    run: async (scope, argv, options?: RunOptions) => run(await enter(scope, argv), options),
    keep: async (scope, argv, options?: RunOptions) => keep(await enter(scope, argv), options),
    async namespaces() {
      await refuseHidden(root, "/run/netns");
      return namespacesIn(`${root}/run/netns`);
    },
    netns,
    hostInode: async () => String((await stat(netns)).ino),
    machine: async () => `${await machineId(root)} ${(await stat(netns)).ino}`,
    async container(name) {
      const found = await find(name);
      return found && { ...found, inode: await inodeOf(`${root}/proc/${found.pid}/ns/net`) };
    },
    read: (file) => registry.read(file),
    list: () => registry.list(),
    write: (file, text) => registry.write(file, text),
    remove: (file) => registry.remove(file),
    rename: (file, other) => registry.rename(file, other),
    lock: (what, waiting) => lockHost(registry, inside, what, waiting),
    tidy: () => dropAbandoned(registry, inside),
  };
}

async function entered(scope: string, argv: readonly string[], find: FindContainer): Promise<readonly string[]> {
  if (scope === "host") return argv;
  const name = containerOf(scope);
  if (name === undefined) return ["nsenter", `--net=/run/netns/${scope}`, "--", ...argv];
  const pid = (await find(name))?.pid;
  if (pid === undefined) throw new Error(`container "${name}" is not running: docker start ${name}`);
  return ["nsenter", `--net=/proc/${pid}/ns/net`, "--", ...argv];
}

async function nobody(name: string): Promise<undefined> {
  throw new Error(`container "${name}": this host has no engine that could be asked for it`);
}

async function namespacesIn(directory: string): Promise<NamedNamespace[]> {
  const names = await readdir(directory).catch(unlessMissing<string[]>([]));
  const found = names.sort().map(async (name) => {
    // One that goes between being listed and being looked at is not there.
    const identity = await identityOf(`${directory}/${name}`).catch(unlessMissing(undefined));
    return identity === undefined ? [] : [{ name, ...identity }];
  });
  return (await Promise.all(found)).flat();
}

/** Kept over reboots where the system has such a file; else what is drawn at each boot. */
async function machineId(root: string): Promise<string> {
  const id = await readFile(`${root}/etc/machine-id`, "utf8").catch(() => "");
  return (id.trim() || (await readFile("/proc/sys/kernel/random/boot_id", "utf8"))).trim();
}

async function inodeOf(path: string): Promise<string> {
  return (await identityOf(path)).inode;
}

async function identityOf(path: string): Promise<{ inode: string; since: string }> {
  const [file, system] = await Promise.all([stat(path, { bigint: true }), statfs(path)]);
  return system.type === NSFS ? { inode: `${file.ino}`, since: `${file.ctimeNs}` } : { inode: "", since: "" };
}

// include/uapi/linux/capability.h: CAP_NET_ADMIN and CAP_SYS_ADMIN, which root in a plain container lacks.
const NEEDED = [12n, 21n];

/** Also true for the root of a user namespace, who is root over the namespaces made inside it. */
function mayBuildNetworks(status: string): boolean {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  return NEEDED.every((bit) => ((effective >> bit) & 1n) === 1n);
}

function unlessMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
}
