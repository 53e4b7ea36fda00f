import type { TSchema } from "typebox";
import { topologySchema } from "../topology/schema.ts";
import { constraint, type Schema, shapesOf, typeText } from "./schema-text.ts";

const INTRODUCTION = `# Topology

What a stack's configuration holds under \`bridgework:topology\`. Editors complete and check it with this line at the
top of \`Pulumi.<stack>.yaml\`:

\`\`\`yaml
# yaml-language-server: $schema=schema/topology.json
\`\`\`

\`up\` checks more than a schema can say, and reports every fault of the file in one run, each as
\`PATH: VALUE: RULE. FIX.\`, before anything is changed; \`npm run up\` and \`npm run preview\` tell them first of all, with
file and line, as \`bridgework validate Pulumi.dev.yaml\` does. A field without a default is required unless its
description tells what happens without it. This file is generated from the schema by \`npm run docs\`.

## In files of its own

The value may be the path of a file, from the folder of the stack's own, or a list of paths:

\`\`\`yaml
config:
  bridgework:topology: labs/big.yaml
\`\`\`

Such a file has the sections below at its top; its line for editors is
\`# yaml-language-server: $schema=../schema/topology-file.json\`. Of several files sections are put side by side, and lists
one after the other; a name that two of them have is a fault. A topology of more than some hundred namespaces needs a
file: Pulumi hands a stack's configuration to the program in one piece of at most 128 KiB.

## Secrets

Where the tables below say "text or secret" - the environment, command and labels of a container, arguments of a build,
options of a volume - a secret stays one: in the state, in previews, in logs and in errors. Its name stays plain, and so
does everything beside it.

\`\`\`sh
npm run pulumi -- config set --secret --path 'bridgework:topology.containers.web.env.PASSWORD' hunter2
\`\`\`

A file of its own refers to a key of the stack's configuration instead, \`env: { PASSWORD: { config: password } }\`, after
\`npm run pulumi -- config set --secret password hunter2\`; the stack's own file may do so too. Everywhere else a secret is
refused: names and addresses end up on the host for all to see. So are environment and labels for whoever may inspect
the container, and build arguments for whoever may inspect the image.

## YAML

A file is read as Pulumi reads it. Anchors, aliases and merge keys (\`<<\`) work; \`yes\`, \`no\`, \`on\` and \`off\` are text;
\`010\` is eight and \`0x10\` sixteen. Tags, several documents in a file, and times without quotes (\`2026-11-01\`, which Pulumi
would hand on as another text) are refused.
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
