import { constraint, type Schema } from "./schema-text.ts";

/** An interface to write: what programs call the arguments, and the schema that they are checked by. */
export interface Root {
  name: string;
  schema: Schema;
}

/** What programs write otherwise than a topology, by `Interface.field`. */
export interface Ways {
  /** Names of the interfaces of inner objects, where the field's own name would not do. */
  named: Readonly<Record<string, string>>;
  /** Types of fields, where a component stands in the place of a name. */
  typed: Readonly<Record<string, string>>;
}

/**
 * Schemas as TypeScript, by the interface's name: one for every object, in which each field has its sentence, limits,
 * default and example, as an editor shows them, and every value may be an output of another resource.
 */
export function argumentTypes(roots: readonly Root[], { named, typed }: Ways): Map<string, string> {
  const written = new Map<string, Interface>(roots.map(({ name }) => [name, { head: "", fields: [] }]));
  const known = new Map<string, string>();

  function write(name: string, schema: Schema): void {
    const required = new Set(schema.required ?? []);
    const fields = Object.entries(schema.properties ?? {}).map(([key, field]) => {
      const value = valueType(field, name, key);
      // What tells the shapes of a union apart has to be known while the program is checked.
      const own = key === "type" && /^"[a-z0-9]+"$/.test(value) ? value : input(value);
      const type = typed[`${name}.${key}`] ?? own;
      return `${comment(field, "  ")}  ${key}${required.has(key) ? `: ${type}` : `?: ${type} | undefined`};\n`;
    });
    written.set(name, { head: comment(schema, ""), fields });
  }

  /** The interface of an object that a field holds; one that is used in several places is written once. */
  function nested(schema: Schema, parent: string, key: string, prefix = ""): string {
    const same = JSON.stringify([schema.properties, prefix]);
    const before = known.get(same);
    if (before !== undefined) return before;
    const own = `${prefix}${called(parent, key)}`;
    const name = written.has(own) ? `${parent.replace(/Args$/, "")}${own}` : own;
    known.set(same, name);
    write(name, schema);
    return name;
  }

  /** Objects of several shapes, under one name that an error and an editor can show. */
  function shapes(forms: readonly Schema[], parent: string, key: string): string {
    const name = called(parent, key);
    const alias = union(forms.map((form) => nested(form, parent, key, pascal(typeOf(form)))));
    const before = written.get(name)?.alias ?? alias;
    if (before !== alias) throw new Error(`${parent}.${key}: ${name} is ${before} already: give it another name`);
    written.set(name, { head: "", fields: [], alias });
    return name;
  }

  function called(parent: string, key: string): string {
    return named[`${parent}.${key}`] ?? `${pascal(singular(key))}Args`;
  }

  function valueType(field: Schema, parent: string, key: string): string {
    const { additionalProperties: member, items, anyOf } = field;
    const told = (field.allOf ?? []).map(({ then }) => then).concat(field.oneOf ?? []);
    if (told.length > 0) return shapes(told, parent, key);
    if (anyOf) return union(anyOf.map((form) => valueType(form, parent, key)));
    if (field.enum) return union(field.enum.map((word) => JSON.stringify(word)));
    if (field.const !== undefined) return JSON.stringify(field.const);
    if (field.type === "array") return `${input(valueType(items ?? {}, parent, key))}[]`;
    if (field.properties) return nested(field, parent, key);
    if (typeof member === "object") return `Record<string, ${input(valueType(member, parent, key))}>`;
    return PLAIN[field.type ?? ""] ?? "unknown";
  }

  for (const { name, schema } of roots) write(name, schema);
  const texts = [...written].map(([name, { head, fields, alias }]) => {
    const text = alias === undefined ? declaration(name, fields, written) : `export type ${name} = ${alias};\n`;
    return [name, head + text] as const;
  });
  return new Map(texts);
}

interface Interface {
  head: string;
  fields: readonly string[];
  /** What it is another name for. */
  alias?: string;
}

/** One interface as text; what another has to the letter, and in whole, is that one's and not written again. */
function declaration(name: string, fields: readonly string[], all: ReadonlyMap<string, Interface>): string {
  const within = [...all].filter(
    ([, other]) => !other.alias && other.fields.length < fields.length && isPart(other.fields, fields),
  );
  const [base] = within.toSorted(([, one], [, other]) => other.fields.length - one.fields.length);
  if (base === undefined || base[1].fields.length < WORTH_A_BASE)
    return `export interface ${name} {\n${fields.join("")}}\n`;
  const own = fields.filter((field) => !base[1].fields.includes(field));
  return `export interface ${name} extends ${base[0]} {\n${own.join("")}}\n`;
}

/** With fewer fields in common, a reader is better served by seeing them where they are used. */
const WORTH_A_BASE = 3;

function isPart(fields: readonly string[], whole: readonly string[]): boolean {
  return fields.every((field) => whole.includes(field));
}

const PLAIN: Record<string, string> = { string: "string", integer: "number", number: "number", boolean: "boolean" };

/** The value of `type` that tells a shape from others. */
function typeOf({ properties = {} }: Schema): string {
  const { const: only, enum: words = [] } = properties.type ?? {};
  return String(only ?? words[0] ?? "");
}

function input(type: string): string {
  return `pulumi.Input<${type}>`;
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

function singular(key: string): string {
  return key.replace(/(?<=ss)es$|(?<!s)s$/, "");
}

function pascal(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What an editor shows on hover. */
function comment(field: Schema, indent: string): string {
  const words = [field.description, constraint(field)].filter(Boolean).join(" ");
  const fallback = field.default === undefined ? [] : [`@default ${literal(field.default)}`];
  const examples = (field.examples ?? []).slice(0, 2).map((example) => `@example ${literal(example)}`);
  const tags = [...fallback, ...examples];
  const lines = [...wrapped(words, 116 - indent.length), ...(words && tags.length > 0 ? [""] : []), ...tags];
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("")}${indent} */\n`;
}

/** A value as TypeScript, on one line. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
  const members = Object.entries(value).map(([name, member]) => `${key(name)}: ${literal(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.replaceAll("*/", "*\\/").split(" ").filter(Boolean)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
