/** Shorter ones are as good where they stand. */
const WORTH_A_NAME = 160;

/** A schema in which each part that is there more than once stands once, under `definitions` (JSON Schema, draft 7). */
export function withDefinitions(schema: object): object {
  const uses = new Map<string, number>();
  const definitions = new Map<string, { name: string; schema: unknown }>();
  count(schema);
  const root = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, referring(part, key)]));
  const named = [...definitions.values()].map(({ name, schema }) => [name, schema] as const);
  return { ...root, ...(named.length > 0 && { definitions: Object.fromEntries(named.toSorted(byName)) }) };

  /** How often each part is there; what is inside one that was met before is part of it. */
  function count(part: unknown): void {
    if (typeof part !== "object" || part === null) return;
    const text = JSON.stringify(part);
    uses.set(text, (uses.get(text) ?? 0) + 1);
    if (uses.get(text) === 1 || !canBeNamed(part, text)) for (const inner of Object.values(part)) count(inner);
  }

  function referring(part: unknown, field: string): unknown {
    if (typeof part !== "object" || part === null) return part;
    const text = JSON.stringify(part);
    if (!canBeNamed(part, text) || uses.get(text) === 1) return inside(part, field);
    const known = definitions.get(text);
    if (known) return { $ref: `#/definitions/${known.name}` };
    const name = free(field);
    const definition = { name, schema: undefined as unknown };
    definitions.set(text, definition);
    definition.schema = inside(part, field);
    return { $ref: `#/definitions/${name}` };
  }

  function inside(part: object, field: string): unknown {
    if (Array.isArray(part)) return part.map((inner) => referring(inner, field));
    const words = new Set(["properties", "items", "additionalProperties", "anyOf", "oneOf", "allOf", "then", "if"]);
    const name = (key: string) => (words.has(key) ? field : key);
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, referring(inner, name(key))]));
  }

  function free(field: string): string {
    const taken = new Set([...definitions.values()].map(({ name }) => name));
    let name = field;
    for (let number = 2; taken.has(name); number++) name = `${field}${number}`;
    return name;
  }
}

/** Whether it is a schema, and no list or map of them. */
function canBeNamed(part: object, text: string): boolean {
  const isSchema = "type" in part || "anyOf" in part || "oneOf" in part || "allOf" in part;
  return isSchema && text.length >= WORTH_A_NAME;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
