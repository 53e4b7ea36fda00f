import type { types } from "@pulumi/docker";
import { unbound } from "../../../engine/unclaimed.ts";
import { inhabited, portWorld } from "../../../engine/world.ts";
import { boundTo } from "../../../net/listener.ts";
import { type PortClaim, portFaults } from "../../../validation/conflicts/ports.ts";
import { stackOfUrn } from "../../../validation/conflicts/world.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Context } from "../resource.ts";
import type { Values } from "../values.ts";

type Port = Partial<types.output.ContainerPort>;

/** Published ports that somebody else on the live host holds, told by the check: in a preview, before any change. */
export async function takenPorts(inputs: Values, { engine, session, urn }: Context): Promise<Fault[]> {
  if (typeof inputs.name !== "string" || inputs.start === false) return [];
  const left = await unbound(engine, portClaims(inputs));
  if (left.length === 0) return [];
  const world = await session.once("who holds ports", () => portWorld(engine, stackOfUrn(urn)));
  return portFaults(left, await inhabited(world, left));
}

/** Ports of the host that a container is to publish. */
export function portClaims({ name, ports = [] }: Values): PortClaim[] {
  return (ports as Port[]).flatMap(({ external, ip, protocol = "tcp" }, i): PortClaim[] => {
    if (!external) return [];
    const bound = boundTo(protocol, { first: external, last: external }, ip);
    return [{ ...bound, path: ["ports", i, "external"], container: String(name) }];
  });
}
