import { existsSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { complaintOf, EngineError } from "../../../engine/errors.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Context } from "../resource.ts";
import { packContext } from "./context.ts";

/** A build as the engine's own builder takes it. */
export interface Build {
  directory: string;
  dockerfile: string;
  /** Parameters of `POST /build`; objects and lists are sent as JSON. */
  parameters: Record<string, unknown>;
  tags: readonly string[];
  headers?: Record<string, string>;
}

/** The label that an image built by this provider carries: the digest of what it was built from. */
export const BUILD_LABEL = "bridgework.build";

/** Builds and returns the image's id; the error carries the last lines that the builder printed. */
export async function build(
  { engine }: Context,
  { directory, dockerfile, parameters, tags, headers }: Build,
): Promise<string> {
  const set = Object.entries({ dockerfile, ...parameters }).filter(([, value]) => value !== undefined);
  const query = { ...Object.fromEntries(set.map(([name, value]) => [name, plain(value)])), t: tags };
  const printed: string[] = [];
  let id = "";
  const raw = parameters.remote ? Buffer.alloc(0) : packContext(directory, dockerfile);
  const call = { query, raw, headers: { "content-type": "application/x-tar", ...headers } };
  for await (const line of engine.lines("/build", call)) {
    if (typeof line.stream === "string" && line.stream.trim() !== "") printed.push(line.stream.trim());
    const complaint = complaintOf(line);
    if (complaint !== undefined) {
      throw new EngineError(
        0,
        `the build failed: ${complaint}. The builder printed last: ${printed.slice(-5).join(" | ")}`,
      );
    }
    id = (line.aux as { ID?: string } | undefined)?.ID ?? id;
  }
  if (id === "") throw new EngineError(0, `the build ended without an image: ${printed.slice(-3).join(" | ")}`);
  return id;
}

function plain(value: unknown): string | number | boolean {
  return typeof value === "object" ? JSON.stringify(value) : (value as string | number | boolean);
}

/** The directory and, relative to it, the Dockerfile; as the docker CLI finds them. */
export function locate(context: string | undefined, dockerfile: string | undefined) {
  const directory = resolve(context ?? ".");
  const file = dockerfile ?? "Dockerfile";
  if (isAbsolute(file)) return { directory, dockerfile: relative(directory, file) };
  const fromHere = relative(directory, resolve(file));
  const inContext = existsSync(join(directory, file)) || fromHere.startsWith("..") || !existsSync(resolve(file));
  return { directory, dockerfile: inContext ? file : fromHere };
}

export function contextFaults(context: string | undefined, dockerfile: string | undefined): Fault[] {
  const { directory, dockerfile: file } = locate(context, dockerfile);
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    return [{ path: ["build", "context"], value: directory, rule: "is no directory", fix: "name one on this machine" }];
  const path = ["build", "dockerfile"];
  if (file.startsWith(".."))
    return [{ path, value: file, rule: `lies outside the context ${directory}`, fix: "move it into the context" }];
  if (existsSync(join(directory, file))) return [];
  return [{ path, value: file, rule: `there is no such file in ${directory}`, fix: "name one that is there" }];
}
