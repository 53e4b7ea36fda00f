import type { RunOptions } from "../../system/process.ts";

/** The methods of a Transport that are about files of its host, and the lock apart. */
export const FILE_METHODS = [
  "namespaces",
  "machine",
  "hostInode",
  "read",
  "list",
  "write",
  "remove",
  "rename",
  "tidy",
] as const;

/** What a test process asks of the virtual machine; `of` is the id of the question that started what it is about. */
export type Ask =
  | { do: "run" | "keep"; argv: readonly string[]; options: RunOptions }
  | { do: "files"; pid: string; method: (typeof FILE_METHODS)[number]; words: readonly string[] }
  | { do: "lock"; pid: string; what: string }
  | { do: "release"; of: number }
  | { do: "write"; of: number; text: string }
  | { do: "signal"; of: number; name: "SIGINT" | "SIGTERM" | "SIGKILL" }
  | { do: "close"; of: number; grace: number };

export type Question = Ask & { id: number };

/** What is heard of a question: one `value` or `error`, and before or after that what goes on. */
export type Answer = { id: number } & (
  | { heard: "value" | "ended" | "waiting"; value?: unknown }
  | { heard: "output" | "errors"; value: string }
  | { heard: "error"; value: Refusal }
);

export interface Refusal {
  message: string;
  /** Whether it is one of NotOurs. */
  notOurs?: boolean;
}

/** What a test process is told first: that the machine is there, or why there is none. */
export interface Greeting {
  none?: string;
  /** Whether that is no fault: tests are skipped. */
  skip?: boolean;
}

/** One message is one line, of ASCII alone: a piece of it never ends within a character. */
export function lineOf(message: Question | Answer | Greeting): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `${JSON.stringify(message).replace(/[\u0080-\uffff]/g, escaped)}\n`;
}

/** Makes whole lines of pieces of text. */
export function linesTo(listener: (line: string) => void): (piece: string | Buffer) => void {
  let pieces: string[] = [];
  return (piece) => {
    const lines = String(piece).split("\n");
    for (const line of lines.slice(0, -1)) {
      listener([...pieces, line].join(""));
      pieces = [];
    }
    pieces.push(lines.at(-1)!);
  };
}
