import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import { keep, type RunOptions, run } from "../../../system/process.ts";
import type { Held, NamedNamespace, Transport } from "./transport.ts";

const REGISTRY = "/run/bridgework";
const NETNS = "/run/netns";
/** NSFS_MAGIC of linux/magic.h: what statfs says of a file that is a namespace. */
const NSFS = 0x6e736673;
/** How long the lock may take before we tell that somebody else has it. */
const PATIENCE_MS = 250;

/** This machine: processes by nsenter, files by the file system, the lock by flock(1). */
export const local: Transport = {
  name: "local",
  // Also true for the root of a user namespace, who is root over the namespaces made inside it.
  privileged: async () => process.geteuid?.() === 0,
  run: (scope, argv, options?: RunOptions) => run(enter(scope, argv), options),
  namespaces,
  hostInode: async () => String((await stat("/proc/self/ns/net")).ino),
  read: (name) => readFile(`${REGISTRY}/${name}`, "utf8").catch(unlessMissing(undefined)),
  list: () => readdir(REGISTRY).catch(unlessMissing<string[]>([])),
  write,
  remove: (name) => rm(`${REGISTRY}/${name}`, { force: true }),
  lock,
};

function enter(scope: string, argv: readonly string[]): string[] {
  if (scope === "host") return [...argv];
  return ["nsenter", `--net=${NETNS}/${scope}`, "--", ...argv];
}

async function namespaces(): Promise<NamedNamespace[]> {
  const names = await readdir(NETNS).catch(unlessMissing<string[]>([]));
  return Promise.all(names.sort().map(async (name) => ({ name, inode: await inodeOf(`${NETNS}/${name}`) })));
}

async function inodeOf(path: string): Promise<string> {
  const [file, system] = await Promise.all([stat(path), statfs(path)]);
  return system.type === NSFS ? String(file.ino) : "";
}

async function write(name: string, text: string): Promise<void> {
  await mkdir(REGISTRY, { recursive: true, mode: 0o700 });
  const temporary = `${REGISTRY}/.${name}.${process.pid}`;
  const file = await open(temporary, "w", 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(temporary, `${REGISTRY}/${name}`);
}

/** `cat` echoes the first line only once flock has let it start: the echo is the lock. Its end, however, frees it. */
async function lock(holder: string, waiting: (holder: string) => void): Promise<Held> {
  await mkdir(REGISTRY, { recursive: true, mode: 0o700 });
  const child = keep(["flock", "--exclusive", `${REGISTRY}/lock`, "cat"]);
  const announce = setTimeout(async () => waiting((await local.read("holder")) ?? "an unknown process"), PATIENCE_MS);
  await new Promise<void>((resolve, reject) => {
    child.output(() => resolve());
    child.ended((finished) => reject(new Error(`flock ${REGISTRY}/lock: ${finished.stderr || finished.ended}`)));
    child.write("locked\n");
  }).finally(() => clearTimeout(announce));
  await write("holder", holder);
  return { release: async () => void (await child.close()) };
}

function unlessMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
}
