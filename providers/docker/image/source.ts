import { existsSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import type { Fault } from "../../../validation/fault.ts";

/** Where a build's files are. */
export interface Source {
  directory: string;
  /** Relative to the directory. */
  dockerfile: string;
  /** The path of a Dockerfile that lies elsewhere and is sent along under the name above. */
  outside?: string;
}

/** What a Dockerfile from outside is called inside: as with the docker command, hidden and not one of the context's. */
const FROM_OUTSIDE = ".dockerfile.from-outside";

/**
 * The directory and the Dockerfile as the docker command finds them: in the context, else from the program's folder,
 * inside the context or not.
 */
export function locate(context: string | undefined, dockerfile: string | undefined): Source {
  const directory = resolve(context ?? ".");
  const file = dockerfile ?? "Dockerfile";
  const here = resolve(file);
  const inContext = !isAbsolute(file) && (existsSync(join(directory, file)) || !existsSync(here));
  const inside = inContext ? file : relative(directory, here);
  if (!leaves(inside)) return { directory, dockerfile: inside };
  return { directory, dockerfile: FROM_OUTSIDE, outside: resolve(directory, inside) };
}

function leaves(path: string): boolean {
  return path === ".." || path.startsWith("../");
}

/** What a person knows the Dockerfile by: its path from the context. */
export function pathOf({ directory, dockerfile, outside }: Source): string {
  return outside === undefined ? dockerfile : relative(directory, outside);
}

export function sourceFaults(context: string | undefined, dockerfile: string | undefined): Fault[] {
  const source = locate(context, dockerfile);
  const { directory } = source;
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    return [{ path: ["build", "context"], value: directory, rule: "is no directory", fix: "name one on this machine" }];
  const file = resolve(directory, pathOf(source));
  if (existsSync(file) && statSync(file).isFile()) return [];
  const rule = existsSync(file) ? "is no file" : `there is no such file in ${directory}`;
  return [{ path: ["build", "dockerfile"], value: pathOf(source), rule, fix: "name one that is there" }];
}
