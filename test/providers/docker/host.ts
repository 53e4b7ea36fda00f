import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Finished, type Kept, keep, type RunOptions, run } from "../../../system/process.ts";
import { which } from "../../../toolchain/find.mjs";
import { KERNEL_DEFAULTS } from "../../sandbox.ts";
import type { Machine } from "../../vm/machine.ts";
import { busybox } from "./busybox.ts";

/**
 * Its own /run, /var/lib, /proc and /sys, the cgroups bound back into the new /sys; then dockerd on the usual socket,
 * which is nobody else's here. Everything that the engine writes is in memory.
 */
const SETUP = `set -e
read pid rest < /proc/self/stat
PATH=$1:$PATH
shift
hostname docker-host
sysctl -q -e -p "$1"
shift
ip link set lo up
mount -t tmpfs -o mode=755 run /run
mkdir -p /run/netns /run/lock /run/cgroups
mount -t tmpfs lib /var/lib
mount --rbind /sys/fs/cgroup /run/cgroups
mount -t sysfs sys /sys
mount --rbind /run/cgroups /sys/fs/cgroup
umount -l /run/cgroups
mount -t proc proc /proc
# Only now: until here /run is the machine's, and its engine would be the one that answers.
echo "$pid"
if [ -d /etc/docker ]; then mount -t tmpfs etc /etc/docker; fi
PARENT=$1
shift
start() {
  rm -f /run/docker.pid
  dockerd -H unix:///run/docker.sock -p /run/docker.pid --cgroup-parent "$PARENT" --shutdown-timeout 1 "$@" \\
    >>/run/dockerd.log 2>&1 </dev/null &
}
start "$@"
while read -r word; do
  case $word in
    stop) kill -TERM "$(cat /run/docker.pid)"; wait ;;
    kill) kill -KILL "$(cat /run/docker.pid)"; wait ;;
    start) start "$@" ;;
  esac
done`;

const CGROUPS = "/sys/fs/cgroup";

/** The folder of the engine that PATH has first: a virtual machine has the same files, and a PATH of its own. */
const ENGINE = dirname(which("dockerd") ?? "/usr/sbin/dockerd");
let opened = 0;

/** Where one can be opened: on this machine, or on a virtual one. */
type Starter = Pick<Machine, "run" | "keep">;

const here: Starter = { run, keep };

/** True where a real engine can be started: root, with dockerd installed. The reason why not otherwise. */
export function cannotRunDocker(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root for a dockerd of its own";
  return which("dockerd") ? undefined : "needs dockerd (package docker.io)";
}

/**
 * A throw-away Docker Engine in namespaces of its own: the `dockerd` that PATH has first, with the `containerd`, `runc`
 * and `docker` beside it. It ends with the test process, whatever happens.
 */
export class DockerHost {
  readonly pid: string;
  readonly #machine: Starter;
  readonly #holder: Kept;
  readonly #cgroup: string;

  private constructor(machine: Starter, pid: string, holder: Kept, cgroup: string) {
    this.#machine = machine;
    this.pid = pid;
    this.#holder = holder;
    this.#cgroup = cgroup;
  }

  static async open(...flags: string[]): Promise<DockerHost> {
    sweepCgroups();
    return await DockerHost.openOn(here, ...flags);
  }

  static async openOn(machine: Starter, ...flags: string[]): Promise<DockerHost> {
    opened += 1;
    const cgroup = `bridgework-${process.pid}-${opened}`;
    const namespaces = [
      "--net",
      "--mount",
      "--uts",
      "--ipc",
      "--pid",
      "--fork",
      "--kill-child",
      "--propagation",
      "private",
    ];
    const setup = ["sh", "-c", SETUP, "sh", ENGINE, KERNEL_DEFAULTS, `/${cgroup}`, ...flags];
    const holder = machine.keep(["unshare", ...namespaces, ...setup]);
    const pid = await new Promise<string>((resolve, reject) => {
      holder.output((text) => resolve(text.trim()));
      holder.ended((finished) => reject(new Error(`no docker host: ${finished.stderr || finished.ended}`)));
    });
    const host = new DockerHost(machine, pid, holder, cgroup);
    await host.ready();
    return host;
  }

  /** The engine's socket as this process reaches it. */
  get socket(): string {
    return `/proc/${this.pid}/root/run/docker.sock`;
  }

  /** The engine as a directory of files, /etc/hosts for instance. */
  get root(): string {
    return `/proc/${this.pid}/root`;
  }

  argv(argv: readonly string[]): string[] {
    return ["nsenter", "--target", this.pid, "--net", "--mount", "--uts", "--ipc", "--pid", "--", ...argv];
  }

  run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return this.#machine.run(this.argv(argv), options);
  }

  /** As run, but throws where the program fails. Returns standard output without its last newline. */
  async must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    const done = await this.run(argv, options);
    if (done.code !== 0) throw new Error(`${argv.join(" ")}: ${done.stderr || done.stdout || done.ended}`);
    return done.stdout.replace(/\n$/, "");
  }

  docker(...args: string[]): Promise<string> {
    return this.must(["docker", ...args]);
  }

  apiVersion(): Promise<string> {
    return this.docker("version", "--format", "{{.Server.APIVersion}}");
  }

  async inspect<T>(...args: string[]): Promise<T> {
    return (JSON.parse(await this.docker("inspect", ...args)) as [T])[0];
  }

  /** An image with nothing but a static busybox; `CMD` sleeps, so that a container stays. */
  async importBusybox(tag = "busybox:latest"): Promise<void> {
    const archive = await busybox();
    const change = ["--change", 'CMD ["sleep","1000000"]', "--change", "ENV PATH=/bin"];
    await this.must(["docker", "import", ...change, archive, tag]);
  }

  /** Orders to the engine: `stop` and `kill` return once it is gone, `start` once it answers. */
  async order(word: "stop" | "kill" | "start"): Promise<void> {
    this.#holder.write(`${word}\n`);
    if (word === "start") return await this.ready();
    while (await this.#answers()) await sleep(50);
  }

  async ready(): Promise<void> {
    for (let i = 0; i < 400; i++) {
      if (await this.#answers()) return;
      await sleep(50);
    }
    throw new Error(`dockerd does not answer: ${(await this.run(["tail", "-5", "/run/dockerd.log"])).stdout}`);
  }

  async #answers(): Promise<boolean> {
    const ping = ["curl", "-sf", "--max-time", "2", "--unix-socket", "/run/docker.sock", "http://docker/_ping"];
    return (await this.run(ping)).code === 0;
  }

  async close(): Promise<void> {
    await this.#holder.close(0);
    for (let i = 0; i < 100 && !removeCgroup(this.#cgroup); i++) await sleep(50);
  }
}

/** Folders of test processes that were killed before they could tidy up. */
function sweepCgroups(): void {
  const names = new Set([CGROUPS, ...folders(CGROUPS)].flatMap(folders).map((path) => path.split("/").at(-1) ?? ""));
  for (const name of names) {
    const pid = /^bridgework-([0-9]+)-[0-9]+$/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) removeCgroup(name);
  }
}

function folders(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
  } catch {
    return [];
  }
}

/** Cgroup folders hold files that cannot be removed: only rmdir, the deepest first. True when nothing is left. */
function removeCgroup(name: string): boolean {
  const roots = [CGROUPS, ...folders(CGROUPS)].map((root) => join(root, name)).filter(existsSync);
  return roots.every(removeTree);
}

function removeTree(path: string): boolean {
  try {
    folders(path).forEach(removeTree);
    rmdirSync(path);
    return true;
  } catch {
    return !existsSync(path);
  }
}
