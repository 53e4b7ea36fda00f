import { hostname, release } from "node:os";
import type { Engine } from "./client.ts";
import type { Info } from "./types.ts";

const here = new WeakMap<Engine, Promise<boolean>>();

/**
 * Whether the engine's interfaces are those that this process sees. Only then does a missing bridge mean anything: a
 * rootless engine, Docker Desktop and a socket that was mounted into a container have them elsewhere.
 */
export function isHere(engine: Engine): Promise<boolean> {
  const known = here.get(engine);
  if (known) return known;
  const asked = engine.endpoint.host.startsWith("unix://")
    ? engine.get<Info>("/info").then((info) => {
        const rootless = info.SecurityOptions?.some((option) => option.includes("rootless")) ?? false;
        return !rootless && info.Name === hostname() && info.KernelVersion === release();
      })
    : Promise.resolve(false);
  here.set(engine, asked);
  return asked;
}
