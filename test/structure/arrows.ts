/**
 * The rooms of the product, in the order in which they stand on each other: what each is, and which others it may
 * import. CONTRIBUTING.md shows this table; `arrows.test.ts` holds the code and that page against it.
 */
export interface Room {
  folder: string;
  /** What a reader finds there. */
  is: string;
  imports: readonly string[];
}

export const ROOMS: readonly Room[] = [
  { folder: "index.ts", is: "a stack's configuration becomes a `Lab`", imports: ["components"] },
  {
    folder: "stack-file",
    is: "reads a stack's configuration as Pulumi does: which values are secret, files that it names, the place of each fault",
    imports: ["topology", "validation", "net"],
  },
  {
    folder: "topology",
    is: "what can be written, its defaults, its faults; pure, knows no Pulumi",
    imports: ["validation", "net"],
  },
  {
    folder: "components",
    is: "what a program declares; one component a file, `compile/` turns declarations into documents",
    imports: ["stack-file", "topology", "providers/host", "validation", "net"],
  },
  {
    folder: "providers/host",
    is: "the dynamic provider of HostNetwork",
    imports: ["engine", "validation", "system", "net"],
  },
  {
    folder: "providers/docker",
    is: "a provider plugin for the types of `@pulumi/docker`",
    imports: ["engine", "validation", "system", "net"],
  },
  {
    folder: "engine",
    is: "the client of Docker Engine, and what others have on it",
    imports: ["validation", "system", "net"],
  },
  {
    folder: "validation",
    is: "what must hold of a whole declaration: `facts.ts`, which a topology and a document share; `rules/`, one family a file; `scope/`, which reads a network namespace's part; `conflicts/`, with the host that it meets; `schema/`, shapes",
    imports: ["net"],
  },
  {
    folder: "system",
    is: "`process.ts`, the one place that starts processes; `host.ts`, what a host says of itself; `own-folder.ts`, files that only we write",
    imports: ["net"],
  },
  {
    folder: "net",
    is: "values: addresses, names, ports, the schemas of fields; what `ip route`, `ss` and `iptables-save` print; `walk/`, what such rules do to a packet",
    imports: [],
  },
  {
    folder: "cli",
    is: "the command `bridgework`: views, capture, validation",
    imports: ["stack-file", "providers/host", "engine", "validation", "system", "net"],
  },
  {
    folder: "commands",
    is: "the npm scripts: `up`, `preview`, `sandbox`, `test`; start on Node 20 without packages; `output/` shows what Pulumi does",
    imports: ["lab-engine", "stack-file", "system", "toolchain", "build"],
  },
  {
    folder: "lab-engine",
    is: "the Docker Engine of a lab and its images, where a machine has none",
    imports: ["engine", "stack-file", "toolchain"],
  },
  {
    folder: "build",
    is: "what Pulumi starts and what programs import, as bundles in `dist/`; `built.cjs` says whether these or the sources run",
    imports: ["toolchain"],
  },
  { folder: "toolchain", is: "gets Node, the Pulumi CLI and system packages; needs only Node 20", imports: [] },
];

/** The table as CONTRIBUTING.md has it. */
export function arrowTable(): string {
  const name = (folder: string) => (folder.includes(".") ? `\`${folder}\`` : `\`${folder}/\``);
  const rows = ROOMS.map(({ folder, is, imports }) => {
    const may = imports.length === 0 ? "nothing" : imports.map((one) => `\`${one}\``).join(", ");
    return `| ${name(folder)} | ${is} | ${may} |`;
  });
  return ["| folder | what it is | may import |", "|---|---|---|", ...rows].join("\n");
}
