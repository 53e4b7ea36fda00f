// The official images, by the engine's own way to the registry: its proxies, mirrors and certificates.
import type { Engine } from "../../engine/client.ts";
import { complaintOf } from "../../engine/errors.ts";
import { startProgress } from "../../toolchain/progress.mjs";

const PROBE_LIMIT_MS = 5000;

/** Asks the engine whether it reaches an image's registry. Returns why not. */
export async function whyUnreachable(engine: Engine, reference: string): Promise<string | undefined> {
  try {
    await engine.get(`/distribution/${reference}/json`, { timeout: PROBE_LIMIT_MS });
    return undefined;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return words.replace(/^Docker Engine answered \S+ \S+ with \d+: /, "");
  }
}

/**
 * Pulls an image and gives it another name too.
 *
 * @throws Error with the registry's or the engine's words
 */
export async function pullAs(engine: Engine, reference: string, tag: string): Promise<void> {
  const progress = startProgress(`pulling ${reference} as ${tag}`);
  let ok = false;
  try {
    for await (const line of engine.lines("/images/create", { query: { fromImage: reference } })) {
      const complaint = complaintOf(line);
      if (complaint !== undefined) throw new Error(complaint);
    }
    const [repo = "", name] = tag.split(":");
    await engine.post(`/images/${encodeURIComponent(reference)}/tag`, { query: { repo, tag: name } });
    ok = true;
  } finally {
    progress.end(ok);
  }
}
