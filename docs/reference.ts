import type { TSchema } from "typebox";
import { topologySchema } from "../topology/schema.ts";
import { constraint, type Schema, shapesOf, typeText } from "./schema-text.ts";

const INTRODUCTION = `# Topology

What a stack's configuration holds under \`bridgework:topology\`. Editors complete and check it with this line at the
top of \`Pulumi.<stack>.yaml\`:

\`\`\`yaml
# yaml-language-server: $schema=schema/topology.json
\`\`\`

\`pulumi up\` checks more than a schema can say, and reports every fault of the file in one run, each as
\`PATH: VALUE: RULE. FIX.\`, before anything is changed. A field without a default is required unless its description
tells what happens without it. This file is generated from the schema by \`npm run docs\`.
`;

/** A table of fields, and what it describes. */
interface Section {
  title: string;
  schema: Schema;
}

/** The reference of every field, as Markdown. */
export function reference(): string {
  const sections: Section[] = [];
  const root: TSchema = topologySchema;
  collect(sections, { title: "topology", schema: root }, new Map());
  return `${[INTRODUCTION, ...sections.map(text)].join("\n").trimEnd()}\n`;
}

/** Objects inside objects, depth first; one that is used in several places is described at the first. */
function collect(sections: Section[], section: Section, seen: Map<string, string>): void {
  const key = JSON.stringify(section.schema.properties);
  if (seen.has(key)) return;
  seen.set(key, section.title);
  sections.push(section);
  for (const [name, field] of Object.entries(section.schema.properties ?? {}))
    for (const { at, schema } of shapesOf(field))
      collect(sections, { title: title(section.title, name, at), schema }, seen);
}

function title(parent: string, name: string, at: string): string {
  return `${parent === "topology" ? "" : `${parent}.`}${name}${at}`;
}

function text({ title, schema }: Section): string {
  const { description = "", examples = [], properties = {}, required = [] } = schema;
  const rows = Object.entries(properties).map(([name, field]) => row(name, field, required.includes(name)));
  return [
    `## ${title}`,
    ...(description === "" ? [] : ["", description]),
    ...examples.flatMap((example) => ["", "```yaml", flow(example), "```"]),
    "",
    "| field | type | default | description |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function row(name: string, field: Schema, required: boolean): string {
  const fallback = required ? "required" : field.default === undefined ? "" : code(flow(field.default));
  const examples = (field.examples ?? []).map((example) => code(flow(example))).join(", ");
  const words = [field.description, constraint(field), examples && `For example ${examples}`].filter(Boolean).join(" ");
  return `| \`${name}\` | ${typeText(field)} | ${fallback} | ${words.replaceAll("|", "\\|")} |`;
}

const code = (text: string) => `\`${text}\``;

/** A value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => `${scalar(key)}: ${flow(member)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return typeof value === "string" ? scalar(value) : JSON.stringify(value);
}

/** Text that YAML would read as something else, or not at all, in quotes. */
function scalar(text: string): string {
  const plain = /^[A-Za-z_/][A-Za-z0-9_./-]*$|^\d+(\.\d+){3}(\/\d+)?$/.test(text);
  return plain && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}
