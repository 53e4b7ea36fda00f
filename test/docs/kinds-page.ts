import { ALL, liveSpecOf, type WithProperties } from "../providers/host/kinds/properties.ts";
import type { Drift, LiveSpec, Step } from "../providers/host/live/spec.ts";

const HEAD = `# Kinds

What Bridgework declares of a raw network, and what the tests show of each property on a real kernel: this page is written
by them (\`npm test -- test/docs/kinds.test.ts -u\`), out of the specifications that they run.

Of every kind they also show that it is created by the plan that a preview shows, that a second \`up\` changes nothing and
causes no event in the kernel, that it is removed when it is declared no more, that somebody else's in its place is
refused by name, and that one that is adopted comes back as it was. A change by hand is named by a plain
\`pulumi preview\` and repaired by the next \`up\`.

The tables say how one gets back to what is declared: "in place" is on the living object; "made anew" replaces it, with
what stands on it, in the same transaction. Where both stand, it depends on the values. Interfaces that a machine's kernel
lacks meet one of Debian's in a virtual machine.

Firewall tables, chains and their jumps are shown otherwise: every rule that is taken away, added, moved or changed by
hand is found, and the chain is put back as a whole, in one step.
`;

/** The page, out of what the tests run. */
export async function kindsPage(): Promise<string> {
  const sections = await Promise.all(ALL.map(async (one) => section(one, await liveSpecOf(one.name))));
  return [HEAD, ...sections].join("\n");
}

function section({ name, isLink, properties }: WithProperties, spec: LiveSpec): string {
  const object = isLink ? "link" : name;
  const rows = properties.map((property) => {
    const lacking = spec.lacking?.[property] ? LACKING : undefined;
    const byHand = ways(spec.drifts[property], object) ?? lacking ?? "cannot be";
    const declared = ways(spec.steps[property], object) ?? lacking ?? "another object";
    return `| \`${property}\` | ${byHand} | ${declared} |`;
  });
  const title = isLink ? `Link: ${name}` : `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return [`## ${title}`, "", "| property | changed by hand | declared otherwise |", "|---|---|---|", ...rows, ""].join(
    "\n",
  );
}

/** The kernel that ran it may have been built without. */
const LACKING = "in place where the kernel has it, else refused in its words";

/** How one gets from there to what is declared; undefined where nothing was tried. */
function ways(found: readonly (Drift | Step)[] | undefined, object: string): string | undefined {
  const all = (found ?? []).map((one) => way(one, object));
  return all.length === 0 ? undefined : [...new Set(all)].toSorted().join(", or ");
}

function way(one: Drift | Step, object: string): string {
  const lines = "says" in one ? one.says : one.does;
  return lines.some((line) => line.startsWith(`delete ${object} `)) ? "made anew" : "in place";
}
