import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kept, keep, run } from "../../../system/process.ts";

/**
 * An archive of a file system with a static busybox and a link for each of its programs; made once and kept, by one test
 * process while the others wait. The binary is this machine's or comes out of Debian's package: no registry is needed.
 */
export async function busybox(): Promise<string> {
  const directory = join(tmpdir(), "bridgework-busybox");
  const archive = join(directory, "root.tar");
  if (existsSync(archive)) return archive;
  mkdirSync(directory, { recursive: true });
  const lock = await locked(join(directory, "lock"));
  try {
    if (!existsSync(archive)) await make(directory, archive);
  } finally {
    await lock.close();
  }
  return archive;
}

/** Held until it is closed, or this process ends. */
async function locked(file: string): Promise<Kept> {
  const holder = keep(["flock", file, "sh", "-c", "echo locked; exec cat"]);
  await new Promise<void>((resolve, reject) => {
    holder.output(() => resolve());
    holder.ended(({ stderr, ended }) => reject(new Error(`flock ${file}: ${stderr || ended}`)));
  });
  return holder;
}

async function make(directory: string, archive: string): Promise<void> {
  const work = mkdtempSync(join(directory, "work-"));
  try {
    const binary = await findBinary(work);
    mkdirSync(join(work, "root", "bin"), { recursive: true });
    for (const name of ["tmp", "etc", "proc", "sys", "dev", "data"]) mkdirSync(join(work, "root", name));
    await must(["cp", binary, join(work, "root", "bin", "busybox")]);
    await must(["chroot", join(work, "root"), "/bin/busybox", "--install", "-s", "/bin"]);
    await must(["tar", "-C", join(work, "root"), "-cf", join(work, "root.tar"), "."]);
    renameSync(join(work, "root.tar"), archive);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function findBinary(work: string): Promise<string> {
  for (const path of ["/bin/busybox", "/usr/bin/busybox"]) {
    if (!existsSync(path)) continue;
    const linked = await run(["ldd", path]);
    if (linked.code !== 0) return path;
  }
  await must(["apt-get", "download", "-qq", "busybox-static"], work);
  const [deb] = readdirSync(work).filter((name) => name.endsWith(".deb"));
  if (!deb) throw new Error("apt-get downloaded no busybox-static");
  await must(["dpkg-deb", "-x", deb, "deb"], work);
  return join(work, "deb", "bin", "busybox");
}

async function must(argv: readonly string[], cwd?: string): Promise<void> {
  const done = await run(argv, cwd ? { cwd } : {});
  if (done.code !== 0) throw new Error(`${argv.join(" ")}: ${done.stderr || done.ended}`);
}
