import { parseArgs } from "node:util";
import { closest } from "../net/suggest.ts";
import { type Arguments, type Command, HELP, type Option } from "./command.ts";
import { UsageError } from "./errors.ts";

type Token = ReturnType<typeof tokensOf>[number];

/**
 * Reads the arguments after the command's name.
 *
 * @returns undefined when help was asked for
 * @throws {UsageError} naming the first argument that does not fit
 */
export function parseArguments(command: Command, argv: readonly string[]): Arguments | undefined {
  const options = [...command.options, HELP];
  const values: Record<string, string> = {};
  const flags = new Set<string>();
  const operands: string[] = [];
  const fail = (message: string) => new UsageError(message, command.name);
  for (const token of tokensOf(joined(argv), options)) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = options.find(({ name }) => name === token.name);
    if (!option) throw fail(unknown(token, options));
    if (flags.has(option.name) || option.name in values) throw fail(`${token.rawName} is given twice`);
    if (option.value) values[option.name] = requiredValue(token, option.value, fail);
    else if (token.value !== undefined) throw fail(`--${option.name} takes no value, "${token.value}" was given`);
    else flags.add(option.name);
  }
  if (flags.has(HELP.name)) return undefined;
  checkOperands(command, operands, fail);
  return { operands, values, flags };
}

/** `--in container NAME` is two words to a shell and one place to a person. */
function joined(argv: readonly string[]): string[] {
  const at = argv.findIndex((arg, i) => arg === "--in=container" || (arg === "container" && argv[i - 1] === "--in"));
  const name = argv[at + 1];
  if (at < 0 || name === undefined || name.startsWith("-")) return [...argv];
  return [...argv.slice(0, at), `${argv[at]}:${name}`, ...argv.slice(at + 2)];
}

function tokensOf(argv: string[], options: readonly Option[]) {
  const known = options.map(({ name, short, value }) => [
    name,
    { type: value ? ("string" as const) : ("boolean" as const), ...(short ? { short } : {}) },
  ]);
  return parseArgs({
    args: argv,
    options: Object.fromEntries(known),
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

function requiredValue(
  token: Token & { kind: "option" },
  called: string,
  fail: (message: string) => UsageError,
): string {
  // "--in --json" is a forgotten value, not a place with a strange name; "--filter=-x" says that it is meant.
  if (token.value === undefined || token.value === "" || (!token.inlineValue && token.value.startsWith("-")))
    throw fail(`${token.rawName} needs a value: ${token.rawName} ${called}`);
  return token.value;
}

function unknown({ rawName, name }: Token & { kind: "option" }, options: readonly Option[]): string {
  const near = closest(
    name,
    options.map((option) => option.name),
  );
  return `unknown option ${rawName}${near ? `: did you mean --${near}?` : ""}`;
}

function checkOperands({ operands }: Command, given: readonly string[], fail: (message: string) => UsageError): void {
  for (const [index, { name, choices }] of operands.entries()) {
    const word = given[index];
    const words = Object.keys(choices ?? {});
    if (word === undefined) throw fail(`${name} is missing${words.length > 0 ? `: one of ${words.join(", ")}` : ""}`);
    if (choices && !Object.hasOwn(choices, word)) throw fail(`${name} ${misspelled(word, words)}`);
  }
  const extra = given[operands.length];
  if (extra !== undefined) throw fail(`unexpected argument "${extra}"`);
}

/** What to say of a word that is none of those there are. */
export function misspelled(word: string, words: readonly string[]): string {
  const near = closest(word, words);
  return `"${word}" does not exist: ${near ? `did you mean "${near}"?` : `one of ${words.join(", ")}`}`;
}
