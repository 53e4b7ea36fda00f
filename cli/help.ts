import { ownCommand, pulumiCommand } from "../system/called.ts";
import { type Command, HELP, type Option } from "./command.ts";

/** What `bridgework --help` prints. */
export function overview(commands: readonly Command[]): string {
  return [
    "bridgework: look at container networks and raw Linux networks, with names instead of bare ids",
    "",
    "Usage:",
    ...commands.map((command) => `  ${usage(command)}`),
    "",
    "Commands:",
    ...aligned(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Options:",
    ...aligned([
      ["-h, --help", "print this help; after a command, that command's"],
      ["--version", "print the version"],
    ]),
    "",
    "Exit codes: 0 done, 1 failed (or something is wrong with the file), 2 the command line is wrong.",
    `A network is built and kept by Pulumi: ${["up", "preview", "destroy"].map(pulumiCommand).join(", ")}.`,
    "",
  ].join("\n");
}

/** What `bridgework COMMAND --help` prints. */
export function helpOf(command: Command): string {
  const { summary, details, operands, options, examples } = command;
  const operandLines = operands.flatMap(({ name, description, choices }) => [
    ...aligned([[name, description]]),
    ...aligned(Object.entries(choices ?? {}), "    "),
  ]);
  return [
    `${summary}${details ? `\n\n${details}` : ""}`,
    "",
    `Usage: ${usage(command)}`,
    "",
    ...operandLines,
    ...(operandLines.length > 0 ? [""] : []),
    "Options:",
    ...aligned([...options, HELP].map((option) => [spelled(option), option.description])),
    "",
    "Examples:",
    ...aligned(examples.map(([line, shows]) => [line.replace(/^bridgework/, ownCommand()), shows])),
    "",
  ].join("\n");
}

function usage({ name, operands, options }: Command): string {
  const words = operands.map((operand) => (operand.choices ? Object.keys(operand.choices).join("|") : operand.name));
  const optional = options.map((option) => `[--${option.name}${option.value ? ` ${option.value}` : ""}]`);
  return [ownCommand(), name, ...words, ...optional].join(" ");
}

function spelled({ name, short, value }: Option): string {
  return `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;
}

function aligned(rows: readonly (readonly string[])[], indent = "  "): string[] {
  const width = Math.max(...rows.map(([left = ""]) => left.length));
  return rows.map(([left = "", right = ""]) => `${indent}${left.padEnd(width)}  ${right}`);
}
