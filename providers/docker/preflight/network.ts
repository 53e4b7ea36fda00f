import { unsettled } from "../../../engine/unclaimed.ts";
import { networkWorld } from "../../../engine/world.ts";
import { type Cidr, formatCidr, overlap, parseNetwork } from "../../../net/ip.ts";
import { type SubnetClaim, subnetFaults } from "../../../validation/conflicts/subnets.ts";
import { stackOfUrn } from "../../../validation/conflicts/world.ts";
import { formatPath, reasonOf } from "../../../validation/fault.ts";
import type { Context } from "../resource.ts";
import type { Fault } from "../shape.ts";
import { hasUnknown, type Values } from "../values.ts";

/**
 * Subnets that something on the live host has already. In the check, so that a preview tells it before anything is
 * changed; what this stack itself has may go or move in the same update, so only what it declares counts of that.
 */
export async function takenSubnets(inputs: Values, context: Context): Promise<Fault[]> {
  const claims = subnetClaims(inputs);
  const declared = declaredTwice(claims, context);
  if (claims.length === 0 || declared.length > 0) return declared;
  const { engine, session, urn } = context;
  const left = await unsettled(engine, claims);
  if (left.length === 0) return [];
  const world = await session.once("what networks meet", () => networkWorld(engine, stackOfUrn(urn)));
  return subnetFaults(left, world).map((fault) => ({ property: formatPath(fault.path), reason: reasonOf(fault) }));
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

function declaredTwice(claims: readonly SubnetClaim[], { session, urn }: Context): Fault[] {
  const others = session
    .others("docker:index/network:Network", urn)
    .flatMap(([other, values]) => subnetClaims(values).map((claim) => ({ ...claim, other })));
  return claims.flatMap(({ path, cidr, network }) => {
    const twin = others.find((one) => one.network !== network && overlap(one.cidr, cidr));
    if (!twin) return [];
    const reason = `${formatCidr(cidr)} overlaps ${formatCidr(twin.cidr)} of ${twin.other}; take another subnet`;
    return [{ property: formatPath(path), reason }];
  });
}
