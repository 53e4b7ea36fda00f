import { Secret } from "../net/secret.ts";
import type { Located } from "./place.ts";
import type { StackFile } from "./stack-file.ts";
import type { Entry } from "./yaml.ts";

/** Bytes of one string of a process's environment, with its name and the zero at its end (MAX_ARG_STRLEN). */
const LARGEST = 128 * 1024;

/** Pulumi hands the whole configuration to the program in one variable; the kernel starts no program with a longer one. */
export function sizeFault(stack: StackFile, topology: Entry): Located[] {
  const { values } = stack.yaml;
  let size = "PULUMI_CONFIG={}".length + 1;
  for (const { key, node } of stack.config ?? []) {
    const value = values.value(node, []);
    const text = typeof value === "string" ? quoted(value) : nestedSize(value, LARGEST - size) + 2;
    size += quoted(key.replace(":", ":config:")) + 2 + text;
    if (size > LARGEST) return [{ path: [], rule: RULE, fix: fix(topology.key), ...topology.place }];
  }
  return [];
}

const RULE = "the stack's configuration is more than the 128 KiB that Pulumi can hand to the program in one piece";

function fix(key: string): string {
  return `move the topology to a file of its own, and write its path here: "${key}: topology.yaml"`;
}

/** Bytes of a value as JSON inside of a JSON text; no more than `most` is counted, as aliases may multiply. */
function nestedSize(value: unknown, most: number): number {
  if (typeof value === "string") return twiceQuoted(value);
  if (value instanceof Secret) return 4;
  if (typeof value !== "object" || value === null) return String(value).length;
  const isList = Array.isArray(value);
  let size = 2;
  for (const [key, member] of Object.entries(value)) {
    size += (isList ? 0 : twiceQuoted(key) + 1) + 1;
    if (size > most) break;
    size += nestedSize(member, most - size);
  }
  return size;
}

function quoted(text: string): number {
  return Buffer.byteLength(goJson(text));
}

function twiceQuoted(text: string): number {
  return Buffer.byteLength(goJson(goJson(text))) - 2;
}

/** JSON as Go writes it: safe inside of HTML. */
function goJson(text: string): string {
  const code = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, code);
}
