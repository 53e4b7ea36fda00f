import type { Transport } from "../../../../providers/host/transport/transport.ts";
import type { Finished, RunOptions } from "../../../../system/process.ts";

/** What happens at a line: it asks for the impossible, or its process is killed there, or we are. */
export type Mishap = "refused" | "killed" | "crashed";

/** The program itself died: nothing of it runs any more. */
export class Crash extends Error {}

/** A way to the host on which one line of all that change it meets with a mishap; what is only read passes. */
export class Saboteur {
  readonly transport: Transport;
  /** The line that it happened to; undefined as long as it has not. */
  struck: string | undefined;
  readonly #mishap: Mishap;
  /** Lines that may still pass. */
  #left: number;

  constructor(inner: Transport, line: number, mishap: Mishap) {
    this.#mishap = mishap;
    this.#left = line;
    this.transport = {
      ...inner,
      run: (scope, argv, options) => this.#run(inner, scope, argv, options),
      read: (name) => this.#alive(() => inner.read(name)),
      write: (name, text) => this.#alive(() => inner.write(name, text)),
      remove: (name) => this.#alive(() => inner.remove(name)),
      list: () => this.#alive(() => inner.list()),
    };
  }

  async #run(inner: Transport, scope: string, argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
    await this.#alive(async () => undefined);
    const lines = (options.input ?? "").split("\n").filter((line) => line !== "");
    const changing = lines.map((_, index) => index).filter((index) => changes(argv, lines[index] ?? ""));
    if (this.struck !== undefined || this.#left >= changing.length) {
      if (this.struck === undefined) this.#left -= changing.length;
      return inner.run(scope, argv, options);
    }
    const at = changing[this.#left] ?? 0;
    this.struck = lines[at] ?? "";
    const before = lines.slice(0, at);
    if (this.#mishap === "refused") {
      const input = [...before, impossible(argv), ...lines.slice(at + 1)].join("\n");
      return inner.run(scope, argv, { ...options, input: `${input}\n` });
    }
    // A restore is one transaction: killed before its end it has done nothing.
    if (!argv[0]?.includes("restore")) await inner.run(scope, argv, { ...options, input: `${before.join("\n")}\n` });
    if (this.#mishap === "crashed") throw new Crash(`crashed before: ${this.struck}`);
    return { argv, code: undefined, stdout: "", stderr: "", ended: "killed by SIGKILL" };
  }

  async #alive<T>(action: () => Promise<T>): Promise<T> {
    if (this.#mishap === "crashed" && this.struck !== undefined) throw new Crash("nothing runs any more");
    return action();
  }
}

function changes(argv: readonly string[], line: string): boolean {
  if (argv[0] === "ip" || argv[0] === "tc") return !argv.includes("-j");
  if (argv[0] === "sysctl") return true;
  return argv[0]?.includes("restore") === true && line.startsWith("-");
}

function impossible(argv: readonly string[]): string {
  if (argv[0] === "ip") return "link set dev nosuch0 up";
  if (argv[0] === "tc") return "qdisc replace dev nosuch0 root netem";
  return argv[0] === "sysctl" ? "net/ipv4/nosuch = 1" : "-A INPUT --nosuch";
}
