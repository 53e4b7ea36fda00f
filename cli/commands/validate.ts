import { show } from "../../net/invalid.ts";
import { beginningOf, formatLocated, type Located, Unreadable } from "../../stack-file/place.ts";
import { pulumiCommand } from "../../system/called.ts";
import { formatPath } from "../../validation/fault.ts";
import type { Arguments } from "../command.ts";
import { type Command, JSON_OPTION } from "../command.ts";
import { Failure } from "../errors.ts";
import { harmless, type Terminal } from "../output/terminal.ts";

export const validate: Command = {
  name: "validate",
  summary: "Check the topology in a stack's configuration: every fault, and nothing is changed",
  details:
    "Files that it names are read too, and a file of a topology may be given itself. Exit code 0: it can be built. 1: " +
    "it has faults, printed one a line as FILE:LINE:COLUMN: PATH: VALUE: RULE. FIX. What can be built and is hardly " +
    'meant is printed in the same way after "warning: ".',
  operands: [{ name: "FILE", description: "a stack's configuration, Pulumi.dev.yaml for instance" }],
  options: [JSON_OPTION],
  examples: [
    ["bridgework validate Pulumi.dev.yaml", `what \`${pulumiCommand("up")}\` would refuse of it, without running it`],
  ],
  run,
};

async function run({ operands, flags }: Arguments, terminal: Terminal): Promise<number> {
  const [file = ""] = operands;
  const { faults, warnings } = await judged(file);
  if (flags.has("json")) terminal.out(`${JSON.stringify([...faults.map(plain), ...warnings.map(mild)], null, 2)}\n`);
  else {
    for (const fault of faults) terminal.out(`${harmless(formatLocated(fault))}\n`);
    for (const warning of warnings) terminal.out(`warning: ${harmless(formatLocated(warning))}\n`);
    terminal.note([`${file}: ${counted(faults, "fault")}`, ...told(warnings)].join(", "));
  }
  return faults.length === 0 ? 0 : 1;
}

function told(warnings: readonly Located[]): string[] {
  return warnings.length === 0 ? [] : [counted(warnings, "warning")];
}

function counted({ length }: readonly Located[], what: string): string {
  return `${length === 0 ? "no" : length} ${what}${length === 1 ? "" : "s"}`;
}

async function judged(file: string): Promise<{ faults: Located[]; warnings: Located[] }> {
  const { topologyOf, allFaults, allWarnings, NO_TOPOLOGY } = await import("../../stack-file/topology.ts");
  try {
    const topology = topologyOf(file);
    if (!topology) return { faults: [{ ...NO_TOPOLOGY, ...beginningOf(file) }], warnings: [] };
    return { faults: allFaults(topology), warnings: allWarnings(topology) };
  } catch (error) {
    if (error instanceof Unreadable) throw new Failure(`${file}: ${error.rule}`);
    throw error;
  }
}

function mild(warning: Located): object {
  return { ...plain(warning), warning: true };
}

/** Values of any size and kind are shown as errors show them. */
function plain({ path, value, ...rest }: Located): object {
  return { path: formatPath(path), value: value === undefined ? null : show(value), ...rest };
}
