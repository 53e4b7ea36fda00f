import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Finished, run } from "../../system/process.ts";

/** Milliseconds that one program may take, be it for the network. */
const LIMIT = 300_000;

const QEMU = "qemu-system-x86";

/** Depends on the present kernel that has most: the one for clouds has no tunnels. */
const KERNEL = "linux-image-amd64";

/** What sets up links that this machine's kernel may have none of, so that its programs may be missing too. */
const TOOLS = ["wireguard-tools"];

/** Why nothing can be downloaded here; undefined where it can be tried. */
export function noPackages(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return "a virtual machine is there for x86-64 Linux only";
  return existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get")
    ? undefined
    : "Debian's packages are not to be had here";
}

/**
 * Downloads qemu, what of its libraries this machine lacks, a kernel, busybox and tools; installs nothing. Where the machine
 * has no lists of packages, or old ones, it gets lists of its own: the machine's stay as they are, and any user may.
 */
export async function download(folder: string): Promise<void> {
  try {
    await downloadBy([], folder);
  } catch {
    const lists = join(folder, "lists");
    await mkdir(join(lists, "partial"), { recursive: true });
    const own = ["-o", `Dir::State::lists=${lists}`, "-o", `Dir::Cache=${lists}`];
    await must(["apt-get", ...own, "-q", "update"]);
    await downloadBy(own, folder);
  }
}

async function downloadBy(options: readonly string[], folder: string): Promise<void> {
  const depends = await must(["apt-cache", ...options, "depends", KERNEL]);
  const kernel = /Depends: (linux-image-\d\S*)/.exec(depends)?.[1];
  if (kernel === undefined) throw new Error(`apt-cache depends ${KERNEL} names no kernel: ${depends}`);
  const plan = await must(["apt-get", ...options, "install", "--simulate", "--no-install-recommends", QEMU]);
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name!);
  const names = new Set([kernel, "busybox-static", ...TOOLS, QEMU, ...missing]);
  // As root apt would download as another user, who may not write here.
  await must(["apt-get", ...options, "-q", "-o", "APT::Sandbox::User=root", "download", ...names], folder);
}

/**
 * Runs a program that has to succeed; returns what it printed.
 *
 * @throws {Error} with its words
 */
export async function must(argv: readonly string[], cwd = "/"): Promise<string> {
  const done = await run(argv, { cwd, timeout: LIMIT });
  if (done.code !== 0) throw new Error(`${argv.slice(0, 3).join(" ")}: ${wordsOf(done)}`);
  return done.stdout;
}

function wordsOf({ stderr, stdout, ended, code }: Finished): string {
  return stderr.trim().slice(-1000) || stdout.trim().slice(-1000) || ended || `exit code ${code}`;
}
