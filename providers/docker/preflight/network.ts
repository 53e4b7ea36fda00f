import { unsettled } from "../../../engine/unclaimed.ts";
import { networkWorld } from "../../../engine/world.ts";
import { type Cidr, parseNetwork } from "../../../net/ip.ts";
import { type SubnetClaim, subnetFaults } from "../../../validation/conflicts/subnets.ts";
import { stackOfUrn } from "../../../validation/conflicts/world.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Context } from "../resource.ts";
import { hasUnknown, type Values } from "../values.ts";

/**
 * Subnets that something on the live host has already. In the check, so that a preview tells it before anything is
 * changed; what this stack itself has may go or move in the same update, so only what it declares counts of that.
 */
export async function takenSubnets(inputs: Values, context: Context): Promise<Fault[]> {
  const claims = subnetClaims(inputs);
  if (claims.length === 0) return [];
  const { engine, session, urn } = context;
  const left = await unsettled(engine, claims);
  if (left.length === 0) return [];
  const world = await session.once("what networks meet", () => networkWorld(engine, stackOfUrn(urn)));
  return subnetFaults(left, world);
}

/** Subnets that are known and that the engine's own address management is to give out. */
export function subnetClaims({
  name,
  driver = "bridge",
  ipamDriver = "default",
  ipamConfigs = [],
}: Values): SubnetClaim[] {
  if (hasUnknown([name, driver, ipamDriver, ipamConfigs]) || ipamDriver !== "default" || driver === "overlay")
    return [];
  return (ipamConfigs as { subnet?: string }[]).flatMap(({ subnet }, i) => {
    const cidr = subnet === undefined ? undefined : whole(subnet);
    if (!cidr) return [];
    return [{ path: ["ipamConfigs", i, "subnet"], network: String(name), cidr, bridge: driver === "bridge" }];
  });
}

/** Undefined for every address at once, which is a fault of its own. */
function whole(subnet: string): Cidr | undefined {
  const cidr = parseNetwork(subnet);
  return cidr.prefix === 0 ? undefined : cidr;
}
