import { open, readdir, readFile } from "node:fs/promises";

/**
 * Namespaces that the kernel has mounted in a folder, and that nobody sees there: something was mounted over it. They and
 * what is in them are there, and not to be taken for gone.
 *
 * @param root prefix of the host's files: "/proc/PID/root", or none
 * @throws {Error} which names them, and the way on
 */
export async function refuseHidden(root: string, directory: string): Promise<void> {
  const first = await hiddenIn(root, directory);
  if (first.length === 0) return;
  // One that is just made, or that goes, is hidden at one look alone.
  const second = await hiddenIn(root, directory);
  const names = first.filter((name) => second.includes(name));
  if (names.length === 0) return;
  throw new Error(
    `something is mounted over ${directory} and hides the namespaces ${names.join(", ")}. Nothing was changed. ` +
      `Take it away: umount ${directory}`,
  );
}

async function hiddenIn(root: string, directory: string): Promise<string[]> {
  const top = await mountOf(`${root}${directory}`);
  if (top === undefined) return [];
  const mounts = await readFile(root ? root.replace(/root$/, "mountinfo") : "/proc/self/mountinfo", "utf8");
  const seen = new Set(await readdir(`${root}${directory}`));
  return namespacesBelow(mounts, directory, top).filter((name) => !seen.has(name));
}

/** The number of the mount that a folder is seen in; undefined where there is none. */
async function mountOf(path: string): Promise<string | undefined> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    return /^mnt_id:\s*(\d+)/m.exec(await readFile(`/proc/self/fdinfo/${handle.fd}`, "utf8"))?.[1];
  } finally {
    await handle.close();
  }
}

/**
 * The names on which mountinfo(5) has a namespace, in the mount that a folder is seen in or in those under it. What lies
 * below another mount of a folder above, as in a sandbox with a /run of its own, is another host's.
 */
export function namespacesBelow(mountinfo: string, directory: string, top: string): string[] {
  const mounts = mountinfo.split("\n").flatMap((line) => {
    const [fields = "", rest = ""] = line.split(" - ");
    const [id, parent, , , at] = fields.split(" ");
    return id && parent && at ? [{ id, parent, at, isNamespace: rest.startsWith("nsfs ") }] : [];
  });
  const byId = new Map(mounts.map((mount) => [mount.id, mount]));
  const stack = new Set<string>();
  for (let id: string | undefined = top; id && !stack.has(id); id = byId.get(id)?.parent) stack.add(id);
  const names = mounts
    .filter(({ parent, at, isNamespace }) => isNamespace && stack.has(parent) && at.startsWith(`${directory}/`))
    .map(({ at }) => at.slice(directory.length + 1));
  return [...new Set(names)].sort();
}
