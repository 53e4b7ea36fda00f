import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { StateBackend } from "./state-backend.ts";

/** A resource of a state: what is said of it here is what tells two objects of one URN apart. */
export interface Recorded {
  urn: string;
  /** Undefined where the state keeps it secret, or there is none. */
  name: string | undefined;
  host: string | undefined;
}

/**
 * What a stack's state holds at this moment, where that is a file: Pulumi writes it after every step, and shows
 * providers only the resources that it works on, which are some of them under `--target`.
 *
 * @returns undefined where the state is no file, or cannot be read
 */
export function recordedIn(backend: StateBackend, stack: { project: string; name: string }): Recorded[] | undefined {
  const folder = /^file:\/\/(.*)$/.exec(backend.name)?.[1];
  if (folder === undefined) return undefined;
  for (const path of [join(stack.project, stack.name), stack.name]) {
    const file = join(folder, ".pulumi", "stacks", `${path}.json`);
    const found = read(file, (bytes) => bytes) ?? read(`${file}.gz`, gunzipSync);
    if (found) return resourcesIn(found);
  }
  return undefined;
}

/** The resources of a checkpoint's text; undefined for one that is none. */
export function resourcesIn(text: string): Recorded[] | undefined {
  try {
    const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: { resources?: Written[] } } };
    return (checkpoint.latest?.resources ?? []).map(({ urn, inputs, outputs }) => ({
      urn,
      name: word(outputs?.name ?? inputs?.name),
      host: word(outputs?.host ?? inputs?.host),
    }));
  } catch {
    return undefined;
  }
}

interface Written {
  urn: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

function word(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function read(file: string, unpacked: (bytes: Buffer) => Buffer): string | undefined {
  try {
    return unpacked(readFileSync(file)).toString("utf8");
  } catch {
    return undefined;
  }
}
