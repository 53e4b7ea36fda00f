import { createHash } from "node:crypto";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withInstallLock } from "../../toolchain/lock.mjs";
import { cache } from "../../toolchain/places.mjs";
import { startProgress } from "../../toolchain/progress.mjs";
import { download, must } from "./packages.ts";

/** What a virtual machine is made of. */
export interface Parts {
  /** Where its packages lie unpacked. */
  root: string;
  kernel: string;
  initrd: string;
}

/** Raised when the same first program gets other packages. */
const RECIPE = 2;

const INIT = fileURLToPath(new URL("init", import.meta.url));

/**
 * Qemu and a Debian kernel that has all types of links, downloaded and unpacked once for every checkout of this user;
 * nothing is installed.
 *
 * @param folder where they lie
 * @throws {Error} when they cannot be had
 */
export async function parts(folder = join(cache, "vm")): Promise<Parts> {
  const name = createHash("sha256").update(`${RECIPE} `).update(readFileSync(INIT)).digest("hex").slice(0, 12);
  const place = join(folder, name);
  await withInstallLock(async () => {
    if (!existsSync(place)) await obtain(folder, place);
  }, folder);
  return partsIn(place);
}

function partsIn(folder: string): Parts {
  const root = join(folder, "root");
  return { root, kernel: globSync(join(root, "boot/vmlinuz-*"))[0]!, initrd: join(folder, "initrd") };
}

/** Makes them beside the place, so that what stands in it is whole, and removes what older checkouts had. */
async function obtain(folder: string, place: string): Promise<void> {
  const older = readdirSync(folder).filter((name) => name !== "lock");
  const progress = startProgress("downloading qemu and a kernel for tests, about 90 MB; nothing is installed");
  const draft = await mkdtemp(join(folder, "draft-"));
  try {
    const debs = join(draft, "debs");
    await mkdir(debs);
    await download(debs);
    for (const deb of globSync(join(debs, "*.deb"))) await must(["dpkg-deb", "-x", deb, join(draft, "root")]);
    await rm(debs, { recursive: true });
    await makeInitrd(draft);
    await rename(draft, place);
    for (const name of older) await rm(join(folder, name), { recursive: true });
    progress.end(true);
  } catch (error) {
    await rm(draft, { recursive: true });
    progress.end(false);
    throw error;
  }
}

/** The first file system of the machine: busybox, the program of its first process, and the modules that this needs. */
async function makeInitrd(folder: string): Promise<void> {
  const { root, initrd } = partsIn(folder);
  const [first, busybox] = [join(folder, "first"), join(root, "bin/busybox")];
  const release = readdirSync(join(root, "lib/modules"))[0]!;
  await must([busybox, "depmod", "-b", root, release]);
  const library = join("lib/modules", release);
  for (const name of ["bin", "proc", "sys", "dev", "below", "above", "root", library])
    await mkdir(join(first, name), { recursive: true });
  await cp(busybox, join(first, "bin/busybox"));
  await symlink("busybox", join(first, "bin/sh"));
  await cp(INIT, join(first, "init"));
  await chmod(join(first, "init"), 0o755);
  for (const file of [
    "modules.dep",
    "modules.alias",
    "modules.symbols",
    ...(await firstModules(join(root, library))),
  ]) {
    await mkdir(dirname(join(first, library, file)), { recursive: true });
    await cp(join(root, library, file), join(first, library, file));
  }
  await must(["sh", "-c", 'find . | "$1" cpio -o -H newc >"$2"', "sh", busybox, initrd], first);
  await rm(first, { recursive: true });
}

/** The modules that `init` loads, and those that they need, as files below the kernel's. */
async function firstModules(library: string): Promise<Set<string>> {
  const needs = new Map<string, string[]>();
  for (const line of (await readFile(join(library, "modules.dep"), "utf8")).trim().split("\n")) {
    const [file, others] = line.split(":") as [string, string];
    needs.set(file, others.split(" ").filter(Boolean));
  }
  const names = /modprobe -a (.*)/.exec(readFileSync(INIT, "utf8"))![1]!.split(" ");
  const found = new Set<string>();
  const add = (file: string) => {
    found.add(file);
    for (const other of needs.get(file) ?? []) if (!found.has(other)) add(other);
  };
  const nameOf = (file: string) =>
    basename(file)
      .replace(/\.ko.*$/, "")
      .replaceAll("-", "_");
  // What is built into the kernel has no file.
  for (const file of needs.keys()) if (names.includes(nameOf(file))) add(file);
  return found;
}
