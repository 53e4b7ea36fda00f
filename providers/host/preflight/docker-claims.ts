import type { Engine } from "../../../engine/client.ts";
import { isHere } from "../../../engine/here.ts";
import { namedObjects } from "../../../engine/objects.ts";
import { unbound, unsettled } from "../../../engine/unclaimed.ts";
import { inhabited, networkWorld, portWorld } from "../../../engine/world.ts";
import { parseCidr } from "../../../net/ip.ts";
import { boundTo } from "../../../net/listener.ts";
import { NAMED_KINDS, nameFaults } from "../../../validation/conflicts/names.ts";
import { type PortClaim, portFaults } from "../../../validation/conflicts/ports.ts";
import { subnetFaults } from "../../../validation/conflicts/subnets.ts";
import type { Stack } from "../../../validation/conflicts/world.ts";
import type { Fault } from "../../../validation/fault.ts";
import { hostAt } from "../backends.ts";
import { asksForRules } from "../kinds/firewall/save.ts";
import { stackOfMark } from "../mark.ts";
import type { Transport } from "../transport/transport.ts";
import type { Beside } from "../wire.ts";
import { documentPorts } from "./documents.ts";
import { askEngine } from "./engine.ts";

/**
 * What the live host has against Docker's part of a lab, all of it at once; the Docker provider's own checks find the
 * same, but Pulumi ends at the first. An engine that does not answer is left to them.
 */
export async function besideFaults(
  transport: Transport,
  owner: string,
  { names, subnets, ports }: Beside,
  isNew: boolean,
): Promise<Fault[]> {
  if (names.length + subnets.length + ports.length === 0) return [];
  const stack = stackOfMark(owner);
  return await askEngine(transport, [], async (engine) => {
    const found = await Promise.all([
      isNew ? takenNames(engine, stack, names) : [],
      takenSubnets(engine, stack, subnets),
      takenPorts(engine, stack, ports, transport),
    ]);
    return found.flat();
  });
}

/**
 * Only of a lab that is not there yet. Later the state says which objects it has, marked or not, and that is known to
 * the Docker provider alone.
 */
async function takenNames(engine: Engine, stack: Stack, names: Beside["names"]): Promise<Fault[]> {
  const kinds = NAMED_KINDS.filter((kind) => names.some((one) => one.kind === kind));
  const objects = await Promise.all(kinds.map((kind) => namedObjects(engine, kind)));
  return nameFaults(names, objects.flat(), stack);
}

async function takenSubnets(engine: Engine, stack: Stack, subnets: Beside["subnets"]): Promise<Fault[]> {
  const claims = subnets.map(({ subnet, ...rest }) => ({ ...rest, cidr: parseCidr(subnet) }));
  const left = await unsettled(engine, claims);
  return left.length === 0 ? [] : subnetFaults(left, await networkWorld(engine, stack));
}

async function takenPorts(engine: Engine, stack: Stack, ports: Beside["ports"], transport: Transport) {
  const claims = ports.map(({ path, container, protocol, ports: numbers, hostIp }): PortClaim => {
    return { path, container, ...boundTo(protocol, numbers, hostIp) };
  });
  const left = await unbound(engine, claims);
  if (left.length === 0) return [];
  const look = { scope: "host", questions: asksForRules({ scope: "host", keys: [], wants: [] }) };
  const dumps = (await isHere(engine)) ? await hostAt(transport).backend.observe([look]) : undefined;
  const world = { ...(await portWorld(engine, stack)), documents: documentPorts(dumps?.get("host")) };
  return portFaults(left, await inhabited(world, left));
}
