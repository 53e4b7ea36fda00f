import { readFileSync, statSync } from "node:fs";
import { LineCounter, parseAllDocuments } from "yaml";
import type { Fault, Path } from "../validation/fault.ts";
import { survey } from "./dialect.ts";
import { type Located, type Place, type Places, Unreadable } from "./place.ts";
import { YamlValues } from "./yaml.ts";

/** Bytes of a file. Reading takes a second a megabyte, and no topology has more than one. */
const LARGEST = 4 * 1024 * 1024;

/** A YAML file, read as Pulumi reads it. Values are made only of what is asked for. */
export interface YamlFile {
  /** Why nothing of it can be used. */
  faults: Located[];
  /** The node of all that it says. */
  root: unknown;
  values: YamlValues;
}

const WHY: Record<string, readonly [rule: string, fix: string]> = {
  ENOENT: ["no such file", "write its path from here"],
  EISDIR: ["a folder", "name a file in it"],
  EACCES: ["a file that may not be read", "give this user the right to"],
};

/**
 * The text of a file.
 *
 * @throws {Unreadable} where it is not there, may not be read, is none, or is too large for anything that it could say
 */
export function textOf(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > LARGEST) {
      const megabytes = Math.round(size / 1024 / 1024);
      throw new Unreadable(`a file of ${megabytes} MB, and a topology has 1 at most`, "split it into several stacks");
    }
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(...(WHY[code ?? ""] ?? [message, "name a file that can be read"]));
  }
}

/** Reads YAML. Never throws. */
export function yamlFile(text: string, file: string, places: Places): YamlFile {
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [document, ...more] = documentsOf(text, lines);
  const faults = (document?.errors ?? []).map(({ message, pos }) => ({ ...notYaml(message), ...placeOf(pos[0]) }));
  const second = more.find(({ contents }) => contents !== null);
  if (second) faults.push({ ...SECOND, ...placeOf(second.range[0]) });
  const { targets, foreign } = document ? survey(document) : { targets: new Map(), foreign: [] };
  for (const { node, path, rule, fix } of foreign)
    faults.push({ path: inTopology(path), rule, fix, ...placeOf(node.range?.[0] ?? 0) });
  const values = new YamlValues(targets, placeOf, places);
  return { faults, root: faults.length > 0 ? null : document?.contents, values };
}

/** A path from the root of a stack's file as faults of a topology have it, where it leads into one. */
function inTopology(path: Path): Path {
  const [first, second] = path;
  return first === "config" && /(^|:)topology$/.test(String(second)) ? path.slice(2) : path;
}

/** Tags, and keys that are there twice, are left to us: a reader of Go's language has others. */
function documentsOf(text: string, lines: LineCounter) {
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    schema: "failsafe",
    logLevel: "silent",
    uniqueKeys: false,
  });
  return "empty" in documents ? [] : documents;
}

function notYaml(message: string): Fault {
  const words = message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "");
  return { path: [], rule: `not YAML: ${words}`, fix: "mend it: nothing else was checked" };
}

const SECOND: Fault = {
  path: [],
  rule: "a second YAML document, which nobody reads",
  fix: "remove it, or the line --- before it",
};
