import type { Duplex } from "node:stream";
import { execa } from "execa";

/** What a finished process left behind. `code` is undefined when a signal or the time limit ended it. */
export interface Finished {
  argv: readonly string[];
  code: number | undefined;
  stdout: string;
  stderr: string;
  /** Why it ended when it did not end by itself: "timed out after 5000 ms", "killed by SIGKILL", "ENOENT". */
  ended?: string;
}

export interface RunOptions {
  /** Text for standard input; empty when not given. */
  input?: string;
  /** Milliseconds after which the process is killed. Default 60 000. */
  timeout?: number;
  env?: Record<string, string>;
  cwd?: string;
  /** False for a process that prints without end: its standard output goes to listeners alone. Default true. */
  buffer?: boolean;
}

/** A process that is kept open, for the host's lock, captures and tunnels. */
export interface Kept {
  /** Writes to its standard input. */
  write(text: string): void;
  /** Calls the listener for everything it prints on standard output, piece by piece as it comes. */
  output(listener: (text: string) => void): void;
  /** As `output`, for standard error. */
  errors(listener: (text: string) => void): void;
  /** Sends it a signal; fine when it has ended already. */
  signal(name: "SIGINT" | "SIGTERM" | "SIGKILL"): void;
  /** Calls the listener when it has ended, whoever ended it. */
  ended(listener: (finished: Finished) => void): void;
  /** Closes its standard input and waits for its end; after `grace` ms it is killed. Default 2000. */
  close(grace?: number): Promise<Finished>;
}

/**
 * Runs one process to its end. The only place of the product that starts processes: argv goes to the kernel as it is,
 * no shell ever sees it. Never throws for an exit code; the caller knows what it asked for and says what went wrong.
 *
 * @example
 * const done = await run(["ip", "-j", "link"], { timeout: 5000 });
 * if (done.code !== 0) throw new Error(`ip link: ${done.stderr}`);
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return finished(argv, await start(argv, options));
}

/** Starts a process and keeps it, with pipes on all three ends. It dies with this process. */
export function keep(argv: readonly string[], options: RunOptions = {}): Kept {
  const child = start(argv, { ...options, timeout: options.timeout ?? 0 }, true);
  return {
    write: (text) => void child.stdin?.write(text),
    output: (listener) => void child.stdout?.on("data", (piece: Buffer) => listener(String(piece))),
    errors: (listener) => void child.stderr?.on("data", (piece: Buffer) => listener(String(piece))),
    signal: (name) => void child.kill(name),
    ended: (listener) => void child.then((result) => listener(finished(argv, result))),
    async close(grace = 2000) {
      child.stdin?.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), grace);
      const result = await child;
      clearTimeout(timer);
      return finished(argv, result);
    },
  };
}

/**
 * Starts a process as one stream of bytes: what is written goes to its standard input, what it prints is read. For
 * tunnels such as `ssh HOST docker system dial-stdio`. The stream fails with what the process said on standard error.
 */
export function channel(argv: readonly string[]): Duplex {
  const [file, ...args] = argv;
  if (!file) throw new Error("a process needs a program to run");
  return execa(file, args, { stdin: "pipe", buffer: { stdout: false, stderr: true }, env: { LC_ALL: "C" } }).duplex();
}

function start(argv: readonly string[], options: RunOptions, open = false) {
  const [file, ...args] = argv;
  if (!file) throw new Error("a process needs a program to run");
  return execa(file, args, {
    reject: false,
    stripFinalNewline: false,
    timeout: options.timeout ?? 60_000,
    killSignal: "SIGKILL",
    maxBuffer: 512 * 1024 * 1024,
    env: { LC_ALL: "C", ...options.env },
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.buffer === false ? { buffer: { stdout: false, stderr: true } } : {}),
    ...(open ? { stdin: "pipe" as const } : { input: options.input ?? "" }),
  });
}

interface Outcome {
  exitCode?: number | undefined;
  stdout?: unknown;
  stderr?: unknown;
  timedOut?: boolean;
  signal?: string | undefined;
  code?: string | undefined;
  durationMs?: number;
}

function finished(argv: readonly string[], result: Outcome): Finished {
  const ended = why(result);
  return {
    argv,
    code: result.exitCode,
    stdout: String(result.stdout ?? ""),
    stderr: String(result.stderr ?? ""),
    ...(ended ? { ended } : {}),
  };
}

function why(result: Outcome): string | undefined {
  if (result.timedOut) return `timed out after ${Math.round(result.durationMs ?? 0)} ms`;
  if (result.signal) return `killed by ${result.signal}`;
  if (result.exitCode === undefined) return result.code ?? "did not start";
  return undefined;
}
