import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { isMap } from "../net/map.ts";
import { Secret } from "../net/secret.ts";
import { Unreadable } from "./place.ts";
import { asPulumi, entryOf, projectOf, readStackFile, type StackFile } from "./stack-file.ts";
import type { Entry } from "./yaml.ts";

/** A stack's file, found by what it says. */
export interface Found {
  stack: StackFile;
  entry: Entry;
  /** As the file has it: secrets are without their texts. */
  value: unknown;
}

/**
 * The file out of which Pulumi gave a program a value of its configuration. Pulumi does not tell a program which one that
 * is, nor which parts of a value are secret; so those that it may be are compared with the value.
 *
 * @param value as the program got it, every secret decrypted
 */
export function findStackFile(stack: string, project: string, key: string, value: unknown): Found | undefined {
  for (const file of candidates(stack)) {
    const read = existsSync(file) ? readable(file) : undefined;
    const entry = read && read.faults.length === 0 ? entryOf(read, key, project) : undefined;
    if (!read || !entry) continue;
    const written = asPulumi(read.yaml.values.value(entry.node, []));
    if (isSame(written, value)) return { stack: read, entry, value: written };
  }
  return undefined;
}

function readable(file: string): StackFile | undefined {
  try {
    return readStackFile(file);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** What Pulumi was told to take, in the environment or as an option, then the stack's own file. */
function candidates(stack: string): string[] {
  // `npm run` hands Pulumi a copy: paths in it count from the file that it is a copy of.
  const { BRIDGEWORK_STACK_FILE: original, PULUMI_OPTION_CONFIG_FILE: named } = process.env;
  const told = [original, named].flatMap((file) => (file ? [resolve(file)] : []));
  const before = ancestors(process.ppid);
  const options = before.flatMap(({ words, cwd }) => optionIn(words).map((file) => resolve(cwd, file)));
  // The program may lie outside of the project in which Pulumi was started.
  const folders = [process.cwd(), ...before.map(({ cwd }) => cwd)].flatMap((cwd) => projectOf(cwd)?.stackFolder ?? []);
  const own = folders.flatMap((folder) => EXTENSIONS.map((extension) => join(folder, `Pulumi.${stack}${extension}`)));
  return [...new Set([...told, ...options, ...own])];
}

const EXTENSIONS = [".yaml", ".yml", ".json"];

interface Ancestor {
  words: string[];
  cwd: string;
}

/** The commands that led to this process, the nearest first. */
function ancestors(pid: number): Ancestor[] {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(status.slice(status.lastIndexOf(")")).split(" ")[2]);
    const own = { words, cwd: readlinkSync(`/proc/${pid}/cwd`) };
    return parent > 1 ? [own, ...ancestors(parent)] : [own];
  } catch {
    // It has ended, or is another user's.
    return [];
  }
}

/** `--config-file`, the last of which counts. */
function optionIn(words: readonly string[]): string[] {
  const named = words.flatMap((word, i) => {
    if (word === "--config-file") return words[i + 1] ?? [];
    return word.startsWith("--config-file=") ? word.slice("--config-file=".length) : [];
  });
  return named.slice(-1);
}

/** Whether a value is the one of the file, whatever its secrets are. */
function isSame(written: unknown, value: unknown): boolean {
  if (written instanceof Secret) return true;
  if (Array.isArray(written) && Array.isArray(value))
    return written.length === value.length && written.every((item, i) => isSame(item, value[i]));
  if (!isMap(written) || !isMap(value)) return written === value;
  const keys = Object.keys(written);
  const isWhole = keys.length === Object.keys(value).length;
  return isWhole && keys.every((key) => Object.hasOwn(value, key) && isSame(written[key], value[key]));
}

/** A value with its secrets marked where the file has them. */
export function withSecrets(written: unknown, value: unknown): unknown {
  if (written instanceof Secret) return new Secret(String(value));
  if (Array.isArray(written)) return written.map((item, i) => withSecrets(item, (value as unknown[])[i]));
  if (!isMap(written)) return value;
  const entries = Object.entries(written).map(([key, member]) => [
    key,
    withSecrets(member, (value as Record<string, unknown>)[key]),
  ]);
  return Object.fromEntries(entries);
}
