import type { Terminal } from "./output/terminal.ts";

export interface Option {
  /** Without the dashes. */
  name: string;
  short?: string;
  /** What the value is called in help; an option without one takes none. */
  value?: string;
  description: string;
}

export interface Operand {
  /** As help shows it: `INTERFACE`. */
  name: string;
  description: string;
  /** The words it can be, with what each means; anything when not given. */
  choices?: Readonly<Record<string, string>>;
}

/** A command line that fits its command. */
export interface Arguments {
  /** One for every operand of the command. */
  operands: string[];
  /** Values of options that take one. */
  values: Readonly<Record<string, string>>;
  /** Options that take none. */
  flags: ReadonlySet<string>;
}

/** One command of `bridgework`: its help and its parser both come from this description. */
export interface Command {
  name: string;
  summary: string;
  /** More than the summary, in help only. */
  details?: string;
  operands: readonly Operand[];
  options: readonly Option[];
  /** Command lines, with what each shows. */
  examples: readonly (readonly [line: string, shows: string])[];
  /** Returns the exit code. */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** `--in` of every command that looks into a network namespace. */
export const IN: Option = {
  name: "in",
  value: "WHERE",
  description: "host (the default), the name of a namespace, or `container NAME`",
};

export const JSON_OPTION: Option = {
  name: "json",
  description: "print JSON of a stable shape (docs/views.md) instead of a table",
};

export const HELP: Option = { name: "help", short: "h", description: "print this help" };
