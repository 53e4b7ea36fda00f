import { relative, resolve } from "node:path";
import { isMap } from "../net/map.ts";
import { Secret } from "../net/secret.ts";
import type { Path } from "../validation/fault.ts";
import { textOf, yamlFile } from "./document.ts";
import { type Gathered, merged, type Part } from "./merge.ts";
import { beginningOf, type Located, type Place, type Places, Unreadable } from "./place.ts";

/** The files that a topology's value names; undefined where it is the topology itself. */
export function pathsIn(value: unknown): string[] | undefined {
  if (typeof value === "string") return [value];
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
  return isList ? value : undefined;
}

/**
 * The topology that a value stands for: itself, or what the files have together that it names. Paths count from the
 * folder of the stack's file.
 *
 * @param place where the value is written
 */
export function gathered(value: unknown, place: Place, folder: string, places: Places): Gathered {
  const paths = pathsIn(value);
  if (paths === undefined) return { value, faults: [] };
  const parts = paths.map((path, i) => {
    const at = Array.isArray(value) ? [i] : [];
    return partOf(path, { path: at, value: path, ...places.find(value, place, at) }, folder, places);
  });
  const faults = parts.flatMap((part) => part.faults);
  // What is there twice is told where the files are sound: of half of them nothing can be concluded.
  return faults.length > 0 ? { value: undefined, faults } : merged(parts, places);
}

function partOf(path: string, named: Omit<Located, "rule" | "fix">, folder: string, places: Places): Part {
  const file = resolve(folder, path);
  const shown = relative(process.cwd(), file).startsWith("..") ? file : relative(process.cwd(), file);
  const start = beginningOf(shown);
  try {
    const yaml = yamlFile(textOf(file), shown, places);
    const value = yaml.faults.length > 0 ? undefined : yaml.values.value(yaml.root, []);
    const faults: Located[] = [
      ...yaml.faults,
      ...yaml.values.faults,
      ...secretsIn(value).map((at) => ({ path: at, ...ENCRYPTED, ...places.find(value, start, at) })),
    ];
    if (faults.length === 0 && !isMap(value)) faults.push({ path: [], value, ...NO_MAP, ...start });
    return { value, faults, start };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { rule, fix } = error;
    return { value: undefined, faults: [{ ...named, rule, fix }], start };
  }
}

const NO_MAP = { rule: "expected a map", fix: "write the sections of a topology into it: bridges, namespaces, ..." };

/** Where secrets stand; what aliases put into several places is met once. */
function secretsIn(value: unknown, path: Path = [], met = new Set<unknown>()): Path[] {
  if (value instanceof Secret) return [path];
  if (typeof value !== "object" || value === null || met.has(value)) return [];
  met.add(value);
  const steps = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return steps.flatMap(([key, member]) => secretsIn(member, [...path, key], met));
}

const ENCRYPTED = {
  rule: "an encrypted value, which Pulumi decrypts in the stack's own file only",
  fix: "put it there under a key of its own (pulumi config set --secret NAME), and write { config: NAME } here",
};
