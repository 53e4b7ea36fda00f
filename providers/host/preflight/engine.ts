import type { Engine } from "../../../engine/client.ts";
import type { Transport } from "../transport/transport.ts";

/** Milliseconds: an engine on this machine answers at once, or there is nothing to learn from it. */
const LIMITS = { start: 1000, call: 5000 };

/**
 * Asks the Docker Engine of a host, where it has one: what it knows makes a fault clearer, or none of what looked like
 * one. Whoever cannot do without it says so when its turn comes.
 */
export async function askEngine<T>(transport: Transport, otherwise: T, ask: (engine: Engine) => Promise<T>) {
  if (transport.name !== "local") return otherwise;
  const [{ Engine: Client }, { resolveEndpoint }] = await Promise.all([
    import("../../../engine/client.ts"),
    import("../../../engine/endpoint.ts"),
  ]);
  let engine: Engine | undefined;
  try {
    engine = new Client(resolveEndpoint({}, process.env), LIMITS);
    return await ask(engine);
  } catch {
    return otherwise;
  } finally {
    await engine?.close();
  }
}
