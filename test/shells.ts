import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { type Finished, type Kept, keep, type RunOptions } from "../system/process.ts";
import { linesTo } from "./vm/messages.ts";

/**
 * Runs programs by small shells that wait for them, for those that start thousands. To start a program Node becomes a
 * copy of itself first: that takes longer than most programs of the field run, and where a machine is emulated twice as
 * long.
 */
export class Shells {
  readonly #idle: Shell[] = [];
  readonly #folder: string;

  /** @param folder where what they print lies for a moment: one of memory */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const shell = this.#idle.pop() ?? new Shell(this.#folder);
    const finished = await shell.run(argv, options);
    this.#idle.push(shell);
    return finished;
  }
}

/** One shell, which runs one program at a time. */
class Shell {
  readonly #kept: Kept = keep(["sh"]);
  readonly #input: string;
  readonly #output: string;
  readonly #errors: string;
  readonly #pid: Promise<string>;
  #heard: (line: string) => void = () => undefined;

  constructor(folder: string) {
    this.#input = nameless(folder);
    this.#output = nameless(folder);
    this.#errors = nameless(folder);
    this.#kept.output(linesTo((line) => this.#heard(line)));
    this.#pid = this.#ask("echo $$");
  }

  async run(argv: readonly string[], options: RunOptions): Promise<Finished> {
    const pid = await this.#pid;
    const begun = performance.now();
    const limit = options.timeout ?? 60_000;
    let ended: string | undefined;
    const kill = () => {
      ended = `timed out after ${Math.round(performance.now() - begun)} ms`;
      for (const child of childrenOf(pid)) process.kill(child, "SIGKILL");
    };
    const timer = limit > 0 ? setTimeout(kill, limit) : undefined;
    const status = await this.#ask(`${this.#words(argv, options)}; echo $?`);
    clearTimeout(timer);
    const [stdout, stderr] = [readFileSync(this.#output, "utf8"), readFileSync(this.#errors, "utf8")];
    return outcome(argv, Number(status), stdout, stderr, ended);
  }

  #ask(line: string): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#heard = resolve;
    this.#kept.write(`${line}\n`);
    return promise;
  }

  /** With `exec` it is the program of that name, never one of the shell's own. */
  #words(argv: readonly string[], { env = {}, cwd, input }: RunOptions): string {
    const before = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)} && `);
    if (cwd !== undefined) before.push(`cd ${quoted(cwd)} && `);
    if (input) writeFileSync(this.#input, input);
    const from = input ? this.#input : "/dev/null";
    return `(${before.join("")}exec ${argv.map(quoted).join(" ")}) <${from} >${this.#output} 2>${this.#errors}`;
  }
}

/** A file without a name: nothing of it stays behind, however this process ends. */
function nameless(folder: string): string {
  const around = mkdtempSync(join(folder, "bridgework-shell-"));
  const fd = openSync(join(around, "file"), "w+");
  rmSync(around, { recursive: true });
  return `/proc/${process.pid}/fd/${fd}`;
}

/** Nothing ends a text in single quotes but a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** None, where it has ended just now. */
function childrenOf(pid: string): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** What a shell says of a program that it cannot become, and Node's word for that. */
const NOT_STARTED: Record<number, [RegExp, string]> = {
  126: [/^sh: .*exec: .*: Permission denied\n$/, "EACCES"],
  127: [/^sh: .*exec: .*: not found\n$/, "ENOENT"],
};

/** As a program's own process tells it, from what a shell tells. */
function outcome(argv: readonly string[], status: number, stdout: string, stderr: string, late?: string): Finished {
  const [words, not] = NOT_STARTED[status] ?? [];
  const signal = Object.entries(constants.signals).find(([, number]) => status === 128 + number);
  const ended = late ?? (words?.test(stderr) ? not : signal && `killed by ${signal[0]}`);
  return ended === undefined
    ? { argv, code: status, stdout, stderr }
    : { argv, code: undefined, stdout, stderr, ended };
}
