import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Secret } from "../net/secret.ts";
import { textOf, type YamlFile, yamlFile } from "./document.ts";
import { type Located, Places } from "./place.ts";
import type { Entry } from "./yaml.ts";

/** A stack's configuration, as a `Pulumi.STACK.yaml` has it. */
export interface StackFile {
  file: string;
  /** Why nothing of it can be used. */
  faults: Located[];
  /** The entries of `config`, by key; undefined where there is no such map. */
  config: Entry[] | undefined;
  /** Values may come from an environment of Pulumi Cloud as well. */
  hasEnvironment: boolean;
  yaml: YamlFile;
  places: Places;
}

/**
 * Reads a stack's configuration.
 *
 * @throws {Unreadable} where the file is none
 */
export function readStackFile(file: string): StackFile {
  const places = new Places();
  const yaml = yamlFile(textOf(file), file, places);
  const root = yaml.values.entries(yaml.root, []);
  const config = root.find(({ key }) => key === "config");
  return {
    file,
    faults: [...yaml.faults, ...yaml.values.faults],
    config: config && yaml.values.entries(config.node, []),
    hasEnvironment: root.some(({ key }) => key === "environment"),
    yaml,
    places,
  };
}

/** The entry of a key: that of the project's own namespace, which need not be written, before others'. */
export function entryOf({ config = [] }: StackFile, name: string, project?: string): Entry | undefined {
  const own = config.find(({ key }) => key === name || key === `${project}:${name}`);
  return own ?? (project === undefined ? config.find(({ key }) => key.endsWith(`:${name}`)) : undefined);
}

/** A value as the program gets it: text is read as JSON where an object is asked for, and nothing is empty text. */
export function asPulumi(value: unknown): unknown {
  if (value === "") return null;
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The text of a key, as `config.get` returns it; undefined where there is none, or no text. */
export function textIn(stack: StackFile, name: string, project?: string): Secret | string | undefined {
  const entry = entryOf(stack, name, project);
  const value = entry && stack.yaml.values.value(entry.node, []);
  if (value instanceof Secret || value === undefined || value === null) return value ?? undefined;
  return typeof value === "object" ? undefined : String(value);
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** What is known of the project of a file or folder. */
export interface Project {
  folder: string;
  name: string | undefined;
  /** Where the files of its stacks are. */
  stackFolder: string;
  /** Keys that its own file gives a value. */
  keys: string[];
}

/** The project whose folder this is, or is in; undefined where there is none, or its file cannot be read. */
export function projectOf(folder: string): Project | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const name = PROJECT_FILES.find((one) => existsSync(join(at, one)));
    if (name !== undefined) return readProject(at, join(at, name));
    if (at === dirname(at)) return undefined;
  }
}

function readProject(folder: string, file: string): Project | undefined {
  const { root, values } = yamlFile(textOf(file), file, new Places());
  const entries = values.entries(root, []);
  const nodeOf = (key: string) => entries.find((entry) => entry.key === key)?.node;
  const text = (key: string) => {
    const value = values.value(nodeOf(key), []);
    return typeof value === "string" ? value : undefined;
  };
  const keys = values.entries(nodeOf("config"), []).map(({ key }) => key);
  return { folder, name: text("name"), stackFolder: join(folder, text("stackConfigDir") ?? "."), keys };
}
