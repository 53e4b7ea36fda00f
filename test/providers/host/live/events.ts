import { setTimeout as delay } from "node:timers/promises";
import type { Sandbox } from "../../../sandbox.ts";

/** Comes and goes on `lo` so that a monitor's start and end can be told; its address is for documentation only. */
const CANARY = "203.0.113.77";

/** What `ip monitor all` prints in every namespace of a sandbox while something runs. */
export async function eventsDuring(sandbox: Sandbox, action: () => Promise<unknown>): Promise<string[]> {
  const watch = await Watch.open(sandbox);
  try {
    return await watch.during(action);
  } finally {
    await watch.close();
  }
}

/** The same for one thing after another: programs start once, in the namespaces that there are when it is opened. */
export class Watch {
  readonly #sandbox: Sandbox;
  readonly #monitors: Monitor[];
  #isFirst = true;

  private constructor(sandbox: Sandbox, scopes: readonly string[]) {
    this.#sandbox = sandbox;
    this.#monitors = scopes.map((scope) => new Monitor(sandbox, scope));
  }

  static async open(sandbox: Sandbox): Promise<Watch> {
    return new Watch(sandbox, await scopesOf(sandbox));
  }

  async during(action: () => Promise<unknown>): Promise<string[]> {
    const scopes = await scopesOf(this.#sandbox);
    const waited = await Promise.all(scopes.map((scope) => portsTold(this.#sandbox, scope)));
    if (this.#isFirst || waited.includes(true)) await delay(LATE_MS);
    this.#isFirst = false;
    await this.#told();
    await action();
    return await this.#told();
  }

  /** Of a namespace that has gone there is nothing to be told. */
  async #told(): Promise<string[]> {
    const scopes = await scopesOf(this.#sandbox);
    const there = this.#monitors.filter(({ scope }) => scopes.includes(scope));
    return (await Promise.all(there.map((monitor) => monitor.told()))).flat();
  }

  async close(): Promise<void> {
    await Promise.all(this.#monitors.map((monitor) => monitor.close()));
  }
}

async function scopesOf(sandbox: Sandbox): Promise<string[]> {
  return ["host", ...(await sandbox.must(["ls", "/run/netns"])).split("\n").filter(Boolean)];
}

/**
 * A bridge tells of a port once more when its forward delay, 15 s, is over, although it forwards since long: on a slow or
 * busy machine that would come in between.
 *
 * @returns whether there was something to wait for
 */
async function portsTold(sandbox: Sandbox, scope: string): Promise<boolean> {
  const links = () => sandbox.must(["ip", "-d", "-j", "link"], { scope });
  const isWaiting = async () => /"forward_delay_timer":\s*(?!0\.00)/.test(await links());
  let waited = false;
  for (const end = Date.now() + 30_000; Date.now() < end && (await isWaiting()); waited = true) await delay(500);
  return waited;
}

/** A timer that shows 0 may yet come: of so many seconds the kernel is up to 0.64 s late (kernel/time/timer.c). */
const LATE_MS = 1000;

class Monitor {
  readonly scope: string;
  readonly #sandbox: Sandbox;
  readonly #child;
  #text = "";

  constructor(sandbox: Sandbox, scope: string) {
    this.scope = scope;
    this.#sandbox = sandbox;
    this.#child = sandbox.keep(["ip", "monitor", "all"], { scope });
    this.#child.output((piece) => {
      this.#text += piece;
    });
  }

  /** What it has printed since it was asked last. */
  async told(): Promise<string[]> {
    await this.#canary();
    const end = this.#text.lastIndexOf("\n") + 1;
    const lines = this.#text
      .slice(0, end)
      .split("\n")
      .filter((line) => line !== "" && !/^\s/.test(line));
    this.#text = this.#text.slice(end);
    return lines.filter((line) => !line.includes(CANARY) && !byKernel(line)).map((line) => `${this.scope}: ${line}`);
  }

  async close(): Promise<void> {
    await this.#child.close(0);
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
      await this.#sandbox.ip(`addr add ${CANARY}/32 dev lo\naddr del ${CANARY}/32 dev lo\n`, this.scope);
      await delay(20);
    }
    if (gone() === before) throw new Error(`ip monitor in ${this.scope} saw nothing: ${this.#text}`);
  }
}

/** Neighbours age by themselves, whoever looks. */
function byKernel(line: string): boolean {
  return /\[NEIGH\]/.test(line) && !/PERMANENT/.test(line);
}
