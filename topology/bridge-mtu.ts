import { containerOf } from "../net/scope.ts";
import type { BridgeMtu } from "./link.ts";
import type { TopologyInput } from "./schema.ts";

/**
 * What the bridges of a topology, or of a part of it, say: those of the host, those that are links of a scope, and those
 * that Docker makes of a network.
 */
export function bridgeMtus({
  bridges,
  links: onHost,
  namespaces,
  containers,
  networks = {},
}: TopologyInput): BridgeMtu {
  return (scope, name = "") => {
    const container = containerOf(scope);
    const { links } = (container === undefined ? namespaces?.[scope] : containers?.[container]) ?? {};
    if (scope === "host" && bridges?.[name]) return bridges[name].mtu;
    const link = (scope === "host" ? onHost : links)?.[name];
    if (link?.type === "bridge") return link.mtu;
    return scope === "host" ? Object.values(networks).find(({ bridge }) => bridge === name)?.mtu : undefined;
  };
}
