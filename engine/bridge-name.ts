import type { NetworkInspect } from "./types.ts";

/** The interface that the engine gives a bridge network. */
export function bridgeName(network: NetworkInspect): string {
  return network.Options?.["com.docker.network.bridge.name"] || `br-${network.Id.slice(0, 12)}`;
}
