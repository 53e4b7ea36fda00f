import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import { containerOf } from "../../../net/scope.ts";
import { missing } from "../../../system/missing.ts";
import { type Kept, keep, type RunOptions, run } from "../../../system/process.ts";
import { containerPids, type FindPid } from "./containers.ts";
import type { NamedNamespace, Transport } from "./transport.ts";

/** NSFS_MAGIC of linux/magic.h: what statfs says of a file that is a namespace. */
const NSFS = 0x6e736673;
/** How long the lock may take before we tell that somebody else has it. */
const PATIENCE_MS = 250;

/** Where on this machine a host is: the machine itself, or a sandbox, whose files and programs a process leads to. */
export interface Whereabouts {
  name: string;
  /** Prefix of its files as this process sees them: "/proc/PID/root" for a sandbox. */
  root: string;
  /** Its own network namespace. */
  netns: string;
  /** The argv that runs another one there. */
  inside(argv: readonly string[]): string[];
  /** Finds a container's first process; by default nobody can. */
  pidOf?: FindPid;
}

/** This machine: processes by nsenter, files by the file system, the lock by flock(1). */
export const local: Transport = transportAt({
  name: "local",
  root: "",
  netns: "/proc/self/ns/net",
  inside: copied,
  pidOf: containerPids(process.env),
});

function copied(argv: readonly string[]): string[] {
  return [...argv];
}

export function transportAt({ name, root, netns, inside, pidOf = nobody }: Whereabouts): Transport {
  const enter = async (scope: string, argv: readonly string[]) => inside(await entered(scope, argv, pidOf));
  const registry = `${root}/run/bridgework`;
  const read = (file: string) => readFile(`${registry}/${file}`, "utf8").catch(unlessMissing(undefined));
  return {
    name,
    privileged: async () => mayBuildNetworks(await readFile("/proc/self/status", "utf8")),
    run: async (scope, argv, options?: RunOptions) => run(await enter(scope, argv), options),
    keep: async (scope, argv, options?: RunOptions) => keep(await enter(scope, argv), options),
    namespaces: () => namespacesIn(`${root}/run/netns`),
    hostInode: async () => String((await stat(netns)).ino),
    async container(name) {
      const pid = await pidOf(name);
      return pid === undefined ? undefined : { pid, inode: await inodeOf(`${root}/proc/${pid}/ns/net`) };
    },
    read,
    list: () => readdir(registry).catch(unlessMissing<string[]>([])),
    write: (file, text) => write(registry, file, text),
    remove: (file) => rm(`${registry}/${file}`, { force: true }),
    async lock(holder, waiting) {
      await mkdir(registry, { recursive: true, mode: 0o700 });
      const child = await locked(inside(FLOCK), async () => waiting((await read("holder")) ?? "an unknown process"));
      await write(registry, "holder", holder);
      return { release: async () => void (await child.close()) };
    },
  };
}

async function entered(scope: string, argv: readonly string[], pidOf: FindPid): Promise<readonly string[]> {
  if (scope === "host") return argv;
  const name = containerOf(scope);
  if (name === undefined) return ["nsenter", `--net=/run/netns/${scope}`, "--", ...argv];
  const pid = await pidOf(name);
  if (pid === undefined) throw new Error(`container "${name}" is not running: docker start ${name}`);
  return ["nsenter", `--net=/proc/${pid}/ns/net`, "--", ...argv];
}

async function nobody(name: string): Promise<undefined> {
  throw new Error(`container "${name}": this host has no engine that could be asked for it`);
}

async function namespacesIn(directory: string): Promise<NamedNamespace[]> {
  const names = await readdir(directory).catch(unlessMissing<string[]>([]));
  return Promise.all(names.sort().map(async (name) => ({ name, inode: await inodeOf(`${directory}/${name}`) })));
}

async function inodeOf(path: string): Promise<string> {
  const [file, system] = await Promise.all([stat(path), statfs(path)]);
  return system.type === NSFS ? String(file.ino) : "";
}

async function write(registry: string, name: string, text: string): Promise<void> {
  await mkdir(registry, { recursive: true, mode: 0o700 });
  const temporary = `${registry}/.${name}.${process.pid}`;
  const file = await open(temporary, "w", 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(temporary, `${registry}/${name}`);
}

/** `cat` echoes the first line only once flock has let it start: the echo is the lock. Its end, however, frees it. */
const FLOCK = ["flock", "--exclusive", "/run/bridgework/lock", "cat"];

async function locked(argv: string[], waiting: () => Promise<void>): Promise<Kept> {
  const child = keep(argv);
  const announce = setTimeout(waiting, PATIENCE_MS);
  await new Promise<void>((resolve, reject) => {
    child.output(() => resolve());
    child.ended((finished) => {
      const words = missing(finished) ?? (finished.stderr.trim() || finished.ended);
      reject(new Error(`no lock on /run/bridgework/lock: ${words}`));
    });
    child.write("locked\n");
  }).finally(() => clearTimeout(announce));
  return child;
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
