// node examples/docker-twin/compare.ts [--json]: what is equal and what differs between the two networks of this stack.
import { renderTables, type Table } from "../../cli/output/table.ts";
import { terminal } from "../../cli/output/terminal.ts";
import { readNetwork } from "./network.ts";
import { compare, type Point } from "./points.ts";

const HELP = `usage: node examples/docker-twin/compare.ts [--json]

Compares the network of PINK and ORANGE, which Docker built, with that of RED and BLUE, built by hand. Needs root.
Exit code 0: compared, whatever differs. 1: one of the networks is not there. 2: not understood.
`;

function table(title: string, points: readonly Point[], style: "green" | "yellow"): Table {
  return {
    title,
    columns: [{ header: "SUBJECT" }, { header: "POINT" }, { header: "DOCKER" }, { header: "BY HAND" }],
    rows: points.map(({ subject, point, docker, hand }) => [
      { text: subject, style },
      point,
      docker.split("; "),
      hand.split("; "),
    ]),
  };
}

function report(points: readonly Point[]): string {
  const equal = points.filter((point) => point.equal);
  const differs = points.filter((point) => !point.equal);
  const tables = [
    table(`equal: ${equal.length}`, equal, "green"),
    table(`differs: ${differs.length}`, differs, "yellow"),
  ];
  return renderTables(tables, terminal.paint);
}

const argv = process.argv.slice(2);
if (argv.includes("--help") || argv.includes("-h")) {
  terminal.out(HELP);
} else if (argv.some((word) => word !== "--json")) {
  terminal.note(HELP);
  process.exitCode = 2;
} else {
  try {
    const docker = await readNetwork("docker0", ["container:PINK", "container:ORANGE"]);
    const points = compare(docker, await readNetwork("br0", ["RED", "BLUE"]));
    terminal.out(argv.includes("--json") ? `${JSON.stringify(points, null, 2)}\n` : report(points));
  } catch (error) {
    terminal.note(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
