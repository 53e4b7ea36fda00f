import { complaintOf, EngineError } from "../engine/errors.ts";
import type { Context } from "../resource.ts";

/** Pulls an image; the error is the registry's or the engine's own. */
export async function pull(context: Context, reference: string, platform?: string): Promise<void> {
  const { engine, session } = context;
  const query = { fromImage: withTag(reference), ...(platform ? { platform } : {}) };
  const headers = session.registryHeader(reference);
  for await (const line of engine.lines("/images/create", { query, headers })) {
    const complaint = complaintOf(line);
    if (complaint !== undefined) throw new EngineError(0, `Docker Engine cannot pull ${reference}: ${complaint}`);
  }
}

/** Without a tag the engine would pull every tag there is. */
function withTag(reference: string): string {
  return /(:[^/]+|@[^/]+)$/.test(reference) ? reference : `${reference}:latest`;
}
