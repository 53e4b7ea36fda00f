import type { TSchema } from "typebox";
import { constraint, type Schema, shapesOf, typeText } from "./schema-text.ts";

/** A table of fields, and what it describes. */
export interface Section {
  title: string;
  schema: Schema;
}

/** The tables of a declaration, and of what in it has a table elsewhere: by its title here, the title there. */
export interface Sections {
  sections: Section[];
  elsewhere: Map<string, string>;
  /** Titles by what is described. */
  known: Map<string, string>;
}

/**
 * A table for a declaration and for all objects inside of it, depth first; one that is used in several places is
 * described at the first.
 *
 * @param described titles of another page, by what is described there
 */
export function sectionsOf(name: string, root: TSchema, described: ReadonlyMap<string, string> = new Map()): Sections {
  const found: Sections = { sections: [], elsewhere: new Map(), known: new Map() };
  const collect = (section: Section, inside: string): void => {
    const key = JSON.stringify(section.schema.properties);
    const there = described.get(key);
    if (there !== undefined) found.elsewhere.set(section.title, there);
    if (there !== undefined || found.known.has(key)) return;
    found.known.set(key, section.title);
    found.sections.push(section);
    for (const [field, value] of Object.entries(section.schema.properties ?? {}))
      for (const { at, schema } of shapesOf(value)) {
        const title = `${inside}${field}${at}`;
        collect({ title, schema }, `${title}.`);
      }
  };
  collect({ title: name, schema: root as Schema }, "");
  return found;
}

/** A page: its introduction, then its tables. */
export function tables(introduction: string, sections: readonly Section[]): string {
  return `${[introduction, ...sections.map(text)].join("\n").trimEnd()}\n`;
}

/** The anchor of a title, as Markdown's readers make it. */
export function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, "")
    .replaceAll(" ", "-");
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
