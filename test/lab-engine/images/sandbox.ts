import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Finished, type Kept, keep, run } from "../../../system/process.ts";
import { repository } from "../../../toolchain/places.mjs";

/** `npm run sandbox`, held open, with the environment that its commands have. */
export class OpenSandbox {
  readonly #child: ChildProcess;
  readonly #pid: string;
  readonly #env: Record<string, string>;

  private constructor(child: ChildProcess, pid: string) {
    this.#child = child;
    this.#pid = pid;
    const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").filter(Boolean);
    this.#env = Object.fromEntries(variables.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]));
  }

  static async open(): Promise<OpenSandbox> {
    const argv = [join(repository, "commands/sandbox.mjs"), "--", "sh", "-c", "echo open; cat"];
    const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    return new OpenSandbox(child, lastDescendant(String(child.pid)));
  }

  /** The folder of its containers' cgroups. */
  get cgroup(): string {
    return this.#env.BRIDGEWORK_CGROUP ?? "";
  }

  run(argv: readonly string[]): Promise<Finished> {
    return run(this.#inside(argv), { env: this.#env });
  }

  /** Starts what ends when its standard input does, and waits for its first word. */
  async keep(argv: readonly string[]): Promise<Kept> {
    const kept = keep(this.#inside(argv), { env: this.#env });
    await new Promise<void>((resolve) => kept.output(() => resolve()));
    return kept;
  }

  #inside(argv: readonly string[]): string[] {
    return ["nsenter", "--target", this.#pid, "--net", "--mount", "--uts", "--ipc", "--pid", "--", ...argv];
  }

  /** As run, but throws where the program fails. Returns standard output. */
  async must(...argv: string[]): Promise<string> {
    const done = await this.run(argv);
    if (done.code !== 0) throw new Error(`${argv.join(" ")}: ${done.stderr || done.stdout || done.ended}`);
    return done.stdout.trim();
  }

  /** Ends it with everything inside. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin?.end();
    await new Promise((resolve) => this.#child.once("close", resolve));
  }
}

function lastDescendant(pid: string): string {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return child ? lastDescendant(child) : pid;
}
