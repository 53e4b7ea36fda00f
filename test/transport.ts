import { mkdir, readdir, readFile, rm, stat, statfs, writeFile } from "node:fs/promises";
import type { Held, NamedNamespace, Transport } from "../providers/host/transport/transport.ts";
import { keep } from "../system/process.ts";
import type { Sandbox } from "./sandbox.ts";

/** NSFS_MAGIC of linux/magic.h. */
const NSFS = 0x6e736673;

/** The way into a sandbox, for code that reaches a host by a Transport: files by /proc/PID/root, programs by nsenter. */
export function transportInto(sandbox: Sandbox): Transport {
  const root = `/proc/${sandbox.pid}/root/run`;
  const registry = `${root}/bridgework`;
  return {
    name: "sandbox",
    // Root over the namespaces of the sandbox, be it by a user namespace.
    privileged: async () => true,
    run: (scope, argv, options) => sandbox.run(argv, { ...options, scope }),
    namespaces: () => namespacesIn(`${root}/netns`),
    hostInode: async () => String((await stat(`/proc/${sandbox.pid}/ns/net`)).ino),
    read: (name) => readFile(`${registry}/${name}`, "utf8").catch(missing(undefined)),
    list: () => readdir(registry).catch(missing<string[]>([])),
    async write(name, text) {
      await mkdir(registry, { recursive: true });
      await writeFile(`${registry}/${name}`, text, { mode: 0o600 });
    },
    remove: (name) => rm(`${registry}/${name}`, { force: true }),
    lock: (holder, waiting) => lockIn(sandbox, registry, holder, waiting),
  };
}

async function namespacesIn(directory: string): Promise<NamedNamespace[]> {
  const names = await readdir(directory).catch(missing<string[]>([]));
  return Promise.all(
    names.sort().map(async (name) => {
      const [file, system] = await Promise.all([stat(`${directory}/${name}`), statfs(`${directory}/${name}`)]);
      return { name, inode: system.type === NSFS ? String(file.ino) : "" };
    }),
  );
}

async function lockIn(
  sandbox: Sandbox,
  registry: string,
  holder: string,
  waiting: (holder: string) => void,
): Promise<Held> {
  await mkdir(registry, { recursive: true });
  const child = keep(sandbox.argv("host", ["flock", "--exclusive", "/run/bridgework/lock", "cat"]));
  const announce = setTimeout(async () => {
    waiting(await readFile(`${registry}/holder`, "utf8").catch(missing("an unknown process")));
  }, 250);
  await new Promise<void>((resolve, reject) => {
    child.output(() => resolve());
    child.ended((finished) => reject(new Error(`flock: ${finished.stderr || finished.ended}`)));
    child.write("locked\n");
  }).finally(() => clearTimeout(announce));
  await writeFile(`${registry}/holder`, holder);
  return { release: async () => void (await child.close()) };
}

function missing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
}
