import { fileURLToPath } from "node:url";
import { type Finished, type Kept, type RunOptions, run } from "../system/process.ts";
import { entering, here, type Machine } from "./vm/machine.ts";

export interface SandboxRun extends RunOptions {
  /** The namespace to run in; "host", the sandbox's own, when not given. */
  scope?: string;
}

/** The kernel's own settings: a new namespace takes over some of the machine's. */
export const KERNEL_DEFAULTS = fileURLToPath(new URL("../net/kernel-defaults.conf", import.meta.url));

/** Its own /run (with no namespaces yet), its own sysfs and loopback; then it waits until its standard input closes. */
const SETUP = `set -e
mount -t tmpfs run /run
mkdir /run/netns
mount -t sysfs sys /sys
sysctl -q -e -p "$1"
ip link set lo up
read pid rest < /proc/self/stat
echo "$pid"
exec cat`;

/**
 * Why no sandbox opens here, for tests to be skipped (`describeLive`); undefined where one does. Not root and no user
 * namespaces (a sysctl, AppArmor, a container's seccomp) leaves nothing to try.
 */
export const noSandbox: string | undefined = await refusal();

async function refusal(): Promise<string | undefined> {
  const tried = await run([...here.unshare, "--net", "--mount", "--pid", "--fork", "true"]);
  return tried.code === 0 ? undefined : `no sandbox opens here: ${tried.stderr.trim() || tried.ended}`;
}

/**
 * A throw-away host: a network and a mount namespace of its own, so that a test can make interfaces, namespaces and
 * rules without touching this machine. It ends with the test process, whatever happens.
 *
 * @example
 * const sandbox = await Sandbox.open();
 * await sandbox.must(["ip", "netns", "add", "RED"]);
 * await sandbox.must(["ip", "link"], { scope: "RED" });
 * await sandbox.close();
 */
export class Sandbox {
  /** The process that holds the namespaces. */
  readonly pid: string;
  /** The kernel that it is on. */
  readonly machine: Machine;
  readonly #holder: Kept;

  private constructor(pid: string, machine: Machine, holder: Kept) {
    this.pid = pid;
    this.machine = machine;
    this.#holder = holder;
  }

  static async open(machine = here): Promise<Sandbox> {
    const namespaces = ["--net", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"];
    const holder = machine.keep([...machine.unshare, ...namespaces, "sh", "-c", SETUP, "sh", KERNEL_DEFAULTS]);
    const pid = await new Promise<string>((resolve, reject) => {
      holder.output((text) => resolve(text.trim()));
      holder.ended((finished) => reject(new Error(`no sandbox: ${finished.stderr || finished.ended}`)));
    });
    return new Sandbox(pid, machine, holder);
  }

  /** The argv that runs another inside. */
  argv(scope: string, argv: readonly string[]): string[] {
    return entering(this.machine.nsenter, this.pid, scope, argv);
  }

  run(argv: readonly string[], { scope = "host", ...options }: SandboxRun = {}): Promise<Finished> {
    return this.machine.run(this.argv(scope, argv), options);
  }

  /** Starts a program and keeps it. */
  keep(argv: readonly string[], { scope = "host", ...options }: SandboxRun = {}): Kept {
    return this.machine.keep(this.argv(scope, argv), options);
  }

  /** As run, but throws where the program fails: for what a test takes for granted. Returns standard output. */
  async must(argv: readonly string[], options: SandboxRun = {}): Promise<string> {
    const done = await this.run(argv, options);
    if (done.code !== 0) throw new Error(`${argv.join(" ")}: ${done.stderr || done.stdout || done.ended}`);
    return done.stdout;
  }

  /** Several lines for one program that reads them: `ip -batch -`, `iptables-restore`. */
  ip(lines: string, scope = "host"): Promise<string> {
    return this.must(["ip", "-batch", "-"], { scope, input: lines });
  }

  /** What others have, by lines for ip: IPv6 does not ask around first whether its addresses are free, for seconds. */
  async furnish(lines: string): Promise<void> {
    const ask = (mode: string) => this.must(["sysctl", "-q", "-w", `net.ipv6.conf.default.accept_dad=${mode}`]);
    await ask("0");
    await this.ip(lines);
    await ask("1");
  }

  /** Makes namespaces by hand; they too start with the kernel's own settings. */
  async namespaces(...names: string[]): Promise<void> {
    await this.ip(names.map((name) => `netns add ${name}\n`).join(""));
    for (const scope of names) await this.must(["sysctl", "-q", "-e", "-p", KERNEL_DEFAULTS], { scope });
  }

  async close(): Promise<void> {
    await this.#holder.close();
  }
}
