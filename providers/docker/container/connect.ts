import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import { networkPath } from "../engine/named.ts";

/** Takes a container off a network, by name or id; one that is not on it, or a network that is gone, is done. */
export async function detach(engine: Engine, network: string, container: string): Promise<void> {
  try {
    await engine.post(`${await networkPath(engine, network)}/disconnect`, {
      body: { Container: container, Force: true },
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Engine 20.10 says so with status 500: only the words tell.
    if (error.status !== 404 && !/is not connected to( the)? network/.test(error.message)) throw error;
  }
}
