import { digestPaths, type Shape, secretPaths } from "./shape.ts";
import { type Decoded, isValues, join, rootOf, type Value, type Values } from "./values.ts";

/**
 * The paths of an answer that must stay secret: what its type says is one; what was one in the request, there or, where
 * the host's order and defaults may have moved it, the whole property; what is kept of that; the logs, which may print
 * what a container was given; and whatever else holds the text of a secret.
 */
export function secretsOf(answer: Values, asked: readonly Decoded[], shape: Shape): Set<string> {
  const roots = new Set(asked.flatMap(({ secrets }) => [...secrets].map(rootOf)));
  const exact = [...roots].flatMap((root) => (root in answer ? pathsBelow(root, answer, asked) : []));
  const kept = [...roots].map((root) => `__${root}`);
  const logs = roots.size > 0 ? ["containerLogs"] : [];
  const marked = new Set([...exact, ...[...kept, ...logs].filter((root) => root in answer)]);
  for (const path of secretPaths(shape, answer)) marked.add(path);
  for (const path of digestPaths(shape, answer)) if (tells(path, marked)) marked.add(path);
  const texts = asked.flatMap(({ values, secrets }) => textsAt(values, "", secrets, false));
  for (const path of holders(answer, "", texts)) marked.add(path);
  return marked;
}

/** Whether a digest is one of something secret: it lies beside it. */
function tells(digest: string, marked: ReadonlySet<string>): boolean {
  const around = digest.slice(0, digest.lastIndexOf("."));
  return [...marked].some((path) => path.startsWith(`${around}.`));
}

/** The secrets of a property where each is at the place at which it was asked for; else all of the property. */
function pathsBelow(root: string, answer: Values, asked: readonly Decoded[]): string[] {
  const own = asked.flatMap(({ values, secrets }) =>
    [...secrets].filter((path) => rootOf(path) === root).map((path) => ({ path, value: at(values, path) })),
  );
  const isThere = own.every(({ path, value }) => JSON.stringify(at(answer, path)) === JSON.stringify(value));
  return isThere ? own.map(({ path }) => path) : [root];
}

/** The value at a path as `join` writes it. */
function at(values: Values, path: string): Value | undefined {
  const steps = [...path.matchAll(/([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]|\[("(?:[^"\\]|\\.)*")\]/g)];
  return steps.reduce<Value | undefined>((value, [, name, index, quoted]) => {
    const key = name ?? index ?? JSON.parse(quoted ?? '""');
    return typeof value === "object" && value !== null ? (value as Values)[key] : undefined;
  }, values);
}

/** Secret texts that are long enough to be no coincidence, and what a variable is set to. */
function textsAt(value: Value, path: string, secrets: ReadonlySet<string>, inside: boolean): string[] {
  const hidden = inside || secrets.has(path);
  if (typeof value === "string")
    return hidden ? [value, value.slice(value.indexOf("=") + 1)].filter(({ length }) => length > 5) : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => textsAt(item, `${path}[${i}]`, secrets, hidden));
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsAt(item, join(path, key), secrets, hidden));
}

function holders(value: Value, path: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  if (typeof value === "string") return texts.some((text) => value.includes(text)) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => holders(item, `${path}[${i}]`, texts));
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => holders(item, join(path, key), texts));
}
