import { setTimeout as delay } from "node:timers/promises";
import type { Sandbox } from "../../../sandbox.ts";

/** Comes and goes on `lo` so that a monitor's start and end can be told; its address is for documentation only. */
const CANARY = "203.0.113.77";

/** What `ip monitor all` prints in every namespace of a sandbox while something runs. */
export async function eventsDuring(sandbox: Sandbox, action: () => Promise<unknown>): Promise<string[]> {
  const names = (await sandbox.must(["ls", "/run/netns"])).split("\n").filter(Boolean);
  const scopes = ["host", ...names];
  await Promise.all(scopes.map((scope) => portsTold(sandbox, scope)));
  const monitors = await Promise.all(scopes.map((scope) => Monitor.start(sandbox, scope)));
  await action();
  return (await Promise.all(monitors.map((monitor) => monitor.stop()))).flat();
}

/**
 * A bridge tells of a port once more when its forward delay, 15 s, is over, although it forwards since long: on a slow or
 * busy machine that would come in between.
 */
async function portsTold(sandbox: Sandbox, scope: string): Promise<void> {
  const links = () => sandbox.must(["ip", "-d", "-j", "link"], { scope });
  const isWaiting = async () => /"forward_delay_timer":\s*(?!0\.00)/.test(await links());
  for (const end = Date.now() + 30_000; Date.now() < end && (await isWaiting()); ) await delay(500);
  if ((await links()).includes("forward_delay_timer")) await delay(LATE_MS);
}

/** A timer that shows 0 may yet come: of so many seconds the kernel is up to 0.64 s late (kernel/time/timer.c). */
const LATE_MS = 1000;

class Monitor {
  readonly #sandbox: Sandbox;
  readonly #scope: string;
  readonly #child;
  #text = "";

  private constructor(sandbox: Sandbox, scope: string) {
    this.#sandbox = sandbox;
    this.#scope = scope;
    this.#child = sandbox.keep(["ip", "monitor", "all"], { scope });
    this.#child.output((piece) => {
      this.#text += piece;
    });
  }

  static async start(sandbox: Sandbox, scope: string): Promise<Monitor> {
    const monitor = new Monitor(sandbox, scope);
    await monitor.#canary();
    return monitor;
  }

  async stop(): Promise<string[]> {
    await this.#canary();
    await this.#child.close(0);
    const lines = this.#text.split("\n").filter((line) => line !== "" && !/^\s/.test(line));
    return lines.filter((line) => !line.includes(CANARY) && !byKernel(line)).map((line) => `${this.#scope}: ${line}`);
  }

  /** Sends the canary until it has been seen to leave. */
  async #canary(): Promise<void> {
    const gone = () =>
      this.#text
        .split(`[ADDR]Deleted`)
        .slice(1)
        .filter((line) => line.includes(CANARY)).length;
    const before = gone();
    for (let round = 0; round < 50 && gone() === before; round++) {
      await this.#sandbox.ip(`addr add ${CANARY}/32 dev lo\naddr del ${CANARY}/32 dev lo\n`, this.#scope);
      await delay(20);
    }
    if (gone() === before) throw new Error(`ip monitor in ${this.#scope} saw nothing: ${this.#text}`);
  }
}

/** Neighbours age by themselves, whoever looks. */
function byKernel(line: string): boolean {
  return /\[NEIGH\]/.test(line) && !/PERMANENT/.test(line);
}
