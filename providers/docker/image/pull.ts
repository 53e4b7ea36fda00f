import { complaintOf, EngineError } from "../../../engine/errors.ts";
import { withTag } from "../../../engine/lookup.ts";
import type { Context } from "../resource.ts";

/** Pulls an image; the error is the registry's or the engine's own. */
export async function pull(context: Context, reference: string, platform?: string): Promise<void> {
  const { engine, session } = context;
  const query = { fromImage: withTag(reference), ...(platform ? { platform } : {}) };
  const headers = await session.registries.header(reference, (text) => context.log("warning", text));
  for await (const line of named(reference, engine.lines("/images/create", { query, headers }))) {
    const complaint = complaintOf(line);
    if (complaint !== undefined) throw new EngineError(0, `Docker Engine cannot pull ${reference}: ${complaint}`);
  }
}

/** A refused login comes as the status of the whole answer, and its words name no image. */
async function* named(reference: string, lines: AsyncGenerator<Record<string, unknown>>) {
  try {
    yield* lines;
  } catch (error) {
    if (!(error instanceof EngineError && error.status > 0)) throw error;
    throw new EngineError(error.status, `${reference} cannot be pulled: ${error.message}`);
  }
}
