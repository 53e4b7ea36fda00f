import type { Arguments } from "../command.ts";
import { type Command, IN, JSON_OPTION } from "../command.ts";
import { UsageError } from "../errors.ts";
import { spoken } from "../names.ts";
import { renderTables } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";
import type { View } from "../views/view.ts";
import { VIEWS } from "../views/views.ts";

const leavingOut = VIEWS.filter(({ all }) => all !== undefined);

export const inspect: Command = {
  name: "inspect",
  summary: "Show a part of a network: of the host, of a namespace, of a container",
  operands: [
    {
      name: "VIEW",
      description: "what to show:",
      choices: Object.fromEntries(VIEWS.map(({ name, summary }) => [name, summary])),
    },
  ],
  options: [
    IN,
    JSON_OPTION,
    { name: "all", description: `show also what ${leavingOut.map(({ name }) => name).join(", ")} leave out` },
  ],
  details: ["What is left out without --all:", ...leavingOut.map(({ name, all }) => `  ${name}: ${all}`)].join("\n"),
  examples: [
    ["bridgework inspect bridges", "bridges of the host, and whose their ports are"],
    ["bridgework inspect routes --in RED", "routes of the namespace RED"],
    ["bridgework inspect interfaces --in container web", "interfaces of the container web"],
    ["bridgework inspect macs --json", "MAC tables, for programs"],
  ],
  run,
};

async function run({ operands, values, flags }: Arguments, terminal: Terminal): Promise<number> {
  const view = VIEWS.find(({ name }) => name === operands[0]) as View;
  const all = flags.has("all");
  if (all && view.all === undefined) throw new UsageError(`--all: ${view.name} leaves nothing out`, "inspect");
  // Loaded late: help and mistakes in the command line need nothing of a host.
  const { read } = await import("../read/read.ts");
  const seen = await read({
    where: values.in,
    details: view.details,
    all,
    command: "inspect",
    note: (text) => terminal.note(text),
  });
  const { json, tables } = view.look(seen, all);
  if (flags.has("json")) terminal.out(`${JSON.stringify(json, null, 2)}\n`);
  else if (json.length > 0) terminal.out(renderTables(tables, terminal.paint));
  else terminal.note(`${view.nothing} in ${spoken(seen.scope)}`);
  return 0;
}
