import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { ROOMS } from "./arrows.ts";

/** Every product source with what it imports: files of this repository by path, packages by name. */
export const SOURCES: ReadonlyMap<string, readonly string[]> = new Map(
  ROOMS.flatMap(({ folder }) => (folder.includes(".") ? [folder] : globSync(`${folder}/**/*.{ts,mjs}`))).map(
    (file) => [file, importsOf(file)] as const,
  ),
);

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const specifiers = [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  return [...new Set(specifiers)].map((name) => (name.startsWith(".") ? normalize(join(dirname(file), name)) : name));
}

/** The room that a file is in; undefined for packages and for what is no part of the product. */
export function roomOf(file: string): string | undefined {
  return ROOMS.find(({ folder }) => file === folder || file.startsWith(`${folder}/`))?.folder;
}

/** Files that import each other in a circle, each circle once. */
export function circles(): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) found.push([...way.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of SOURCES.get(file) ?? []) if (SOURCES.has(next)) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of SOURCES.keys()) visit(file, []);
  return found;
}
