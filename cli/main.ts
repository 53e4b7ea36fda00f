import { ownCommand } from "../system/called.ts";
import { packageVersion } from "../system/package.ts";
import { misspelled, parseArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { capture } from "./commands/capture.ts";
import { inspect } from "./commands/inspect.ts";
import { repair } from "./commands/repair.ts";
import { validate } from "./commands/validate.ts";
import { UsageError } from "./errors.ts";
import { helpOf, overview } from "./help.ts";
import { type Terminal, terminal } from "./output/terminal.ts";

const COMMANDS: readonly Command[] = [inspect, capture, validate, repair];

/**
 * The command `bridgework`. Never throws; says on standard error what is wrong.
 *
 * @returns the exit code: 0 done, 1 failed, 2 the command line is wrong
 */
export async function main(argv: readonly string[], speak: Terminal = terminal): Promise<number> {
  try {
    return await dispatch(argv, speak);
  } catch (error) {
    speak.note(`bridgework: ${error instanceof Error ? error.message : error}`);
    if (!(error instanceof UsageError)) return 1;
    speak.note(`See: ${ownCommand()} ${error.command ? `${error.command} ` : ""}--help`);
    return 2;
  }
}

async function dispatch([word, ...rest]: readonly string[], speak: Terminal): Promise<number> {
  if (word === undefined) throw new UsageError(`COMMAND is missing: one of ${names().join(", ")}`);
  if (word === "--help" || word === "-h") return print(speak, overview(COMMANDS));
  if (word === "--version") return print(speak, `${packageVersion()}\n`);
  const command = COMMANDS.find(({ name }) => name === word);
  if (!command && word.startsWith("-")) throw new UsageError(`option ${misspelled(word, ["--help", "--version"])}`);
  if (!command) throw new UsageError(`command ${misspelled(word, names())}`);
  const args = parseArguments(command, rest);
  return args ? command.run(args, speak) : print(speak, helpOf(command));
}

function names(): string[] {
  return COMMANDS.map(({ name }) => name);
}

function print(speak: Terminal, text: string): number {
  speak.out(text);
  return 0;
}
