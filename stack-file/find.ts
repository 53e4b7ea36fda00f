import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { isMap } from "../net/map.ts";
import { Secret } from "../net/secret.ts";
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
    if (!existsSync(file)) continue;
    const read = readStackFile(file);
    const entry = read.faults.length > 0 ? undefined : entryOf(read, key, project);
    const written = entry && asPulumi(read.yaml.values.value(entry.node, []));
    if (entry && isSame(written, value)) return { stack: read, entry, value: written };
  }
  return undefined;
}

/** What Pulumi was told to take, in the environment or as an option, then the stack's own file. */
function candidates(stack: string): string[] {
  // `npm run` hands Pulumi a copy: paths in it count from the file that it is a copy of.
  const { BRIDGEWORK_STACK_FILE: original, PULUMI_OPTION_CONFIG_FILE: named } = process.env;
  const folder = projectOf(process.cwd())?.stackFolder ?? process.cwd();
  const own = [".yaml", ".yml", ".json"].map((extension) => join(folder, `Pulumi.${stack}${extension}`));
  const told = [original, named].flatMap((file) => (file ? [resolve(file)] : []));
  return [...told, ...ofAncestors(process.ppid), ...own];
}

/** `--config-file` of the commands that led to this process. */
function ofAncestors(pid: number): string[] {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const parent = Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[1],
    );
    const named = words.flatMap((word, i) => {
      if (word === "--config-file") return words[i + 1] ?? [];
      return word.startsWith("--config-file=") ? word.slice("--config-file=".length) : [];
    });
    const files = named.map((file) => resolve(readlinkSync(`/proc/${pid}/cwd`), file));
    return parent > 1 ? [...files, ...ofAncestors(parent)] : files;
  } catch {
    // It has ended, or is another user's.
    return [];
  }
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
