import { readFile } from "node:fs/promises";
import { show } from "../../net/invalid.ts";
import { formatFault, formatPath } from "../../validation/fault.ts";
import type { Arguments } from "../command.ts";
import { type Command, JSON_OPTION } from "../command.ts";
import { Failure } from "../errors.ts";
import { harmless, type Terminal } from "../output/terminal.ts";
import type { Located } from "../read/stack-file.ts";

export const validate: Command = {
  name: "validate",
  summary: "Check the topology in a stack's configuration: every fault, and nothing is changed",
  details:
    "Exit code 0: it can be built. 1: it has faults, printed one a line as FILE:LINE:COLUMN: PATH: VALUE: RULE. FIX.",
  operands: [{ name: "FILE", description: "a stack's configuration, Pulumi.dev.yaml for instance" }],
  options: [JSON_OPTION],
  examples: [["bridgework validate Pulumi.dev.yaml", "what `npm run up` would refuse, without running it"]],
  run,
};

async function run({ operands, flags }: Arguments, terminal: Terminal): Promise<number> {
  const [file = ""] = operands;
  const faults = await faultsOf(await textOf(file));
  if (flags.has("json")) terminal.out(`${JSON.stringify(faults.map(plain), null, 2)}\n`);
  else for (const fault of faults) terminal.out(`${harmless(line(file, fault))}\n`);
  if (!flags.has("json"))
    terminal.note(
      faults.length === 0 ? `${file}: no faults` : `${file}: ${faults.length} fault${faults.length > 1 ? "s" : ""}`,
    );
  return faults.length === 0 ? 0 : 1;
}

const WHY: Record<string, string> = {
  ENOENT: "no such file",
  EISDIR: "a folder; name a stack's configuration in it, Pulumi.dev.yaml for instance",
};

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Failure(`${file}: ${WHY[code ?? ""] ?? message}`);
  }
}

async function faultsOf(text: string): Promise<Located[]> {
  const [{ parseTopology }, { readStackFile }] = await Promise.all([
    import("../../topology/parse.ts"),
    import("../read/stack-file.ts"),
  ]);
  const { topology, faults, locate } = readStackFile(text);
  return faults.length > 0 ? faults : parseTopology(topology).faults.map(locate);
}

function line(file: string, { line, column, ...fault }: Located): string {
  return `${file}:${line}:${column}: ${formatFault(fault)}`;
}

/** Values of any size and kind are shown as errors show them. */
function plain({ path, value, ...rest }: Located): object {
  return { path: formatPath(path), value: value === undefined ? null : show(value), ...rest };
}
