import { complaintOf, EngineError } from "../../../engine/errors.ts";
import type { Context } from "../resource.ts";
import { packContext } from "./context.ts";
import type { Source } from "./source.ts";

/** A build as the engine's own builder takes it. */
export interface Build {
  source: Source;
  /** Parameters of `POST /build`; objects and lists are sent as JSON. */
  parameters: Record<string, unknown>;
  /** Those that are sent once for every element. */
  repeated: Record<string, readonly string[] | undefined>;
  tags: readonly string[];
  headers?: Record<string, string>;
}

/** The label that an image built by this provider carries: the digest of what it was built from. */
export const BUILD_LABEL = "bridgework.build";

/** Builds and returns the image's id; the error carries the last lines that the builder printed. */
export async function build(
  { engine }: Context,
  { source, parameters, repeated, tags, headers }: Build,
): Promise<string> {
  const { dockerfile } = source;
  const set = Object.entries({ dockerfile, ...parameters }).filter(([, value]) => value !== undefined);
  const query = { ...Object.fromEntries(set.map(([name, value]) => [name, plain(value)])), ...repeated, t: tags };
  const printed: string[] = [];
  let id = "";
  const raw = parameters.remote ? Buffer.alloc(0) : packContext(source);
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
  // With suppressOutput nothing is printed but the id.
  if (id === "" && /^sha256:[0-9a-f]{64}$/.test(printed.at(-1) ?? "")) id = printed.at(-1) ?? "";
  if (id === "") throw new EngineError(0, `the build ended without an image: ${printed.slice(-3).join(" | ")}`);
  return id;
}

function plain(value: unknown): string | number | boolean {
  return typeof value === "object" ? JSON.stringify(value) : (value as string | number | boolean);
}
