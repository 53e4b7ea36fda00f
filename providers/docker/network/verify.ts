import { complaint } from "../../../net/invalid.ts";
import { checkInterfaceName } from "../../../net/name.ts";
import { type Fault, faultAt } from "../../../validation/fault.ts";
import { ruleFaults } from "../facts/collect.ts";
import { takenSubnets } from "../preflight/network.ts";
import type { Context } from "../resource.ts";
import { NETWORK } from "../types.ts";
import { hasUnknown, type Values } from "../values.ts";
import type { Ipam } from "./ipam.ts";
import { modeFaults } from "./modes.ts";
import { poolFaults } from "./pools.ts";

/** The rules of a network beyond the shape of each input, all at once. */
export async function verifyNetwork(inputs: Values, context: Context): Promise<Fault[]> {
  const configs = hasUnknown(inputs.ipamConfigs) ? [] : ((inputs.ipamConfigs ?? []) as Ipam[]);
  const rules = [
    ...configs.flatMap(withoutSubnet),
    ...bridgeFaults(inputs),
    ...familyFaults(inputs, configs),
    ...(await poolFaults(inputs, context)),
    ...(await modeFaults(inputs, context)),
    ...(await ruleFaults(NETWORK, inputs, context)),
  ];
  const isSubnet = ({ path }: Fault) => path.at(-1) === "subnet";
  // What is wrong in itself is not held against the host as well.
  return rules.some(isSubnet) ? rules : [...rules, ...(await takenSubnets(inputs, context))];
}

function withoutSubnet({ subnet, gateway, ipRange, auxAddress = {} }: Ipam, i: number): Fault[] {
  if (subnet) return [];
  const needs = [gateway && "gateway", ipRange && "ipRange", Object.keys(auxAddress).length > 0 && "auxAddress"];
  const named = needs.filter(Boolean).join(", ");
  const path = ["ipamConfigs", i, "subnet"];
  return named ? [{ path, rule: `${named} beside it needs a subnet to lie in`, fix: "declare it" }] : [];
}

function bridgeFaults({ options }: Values): Fault[] {
  const option = "com.docker.network.bridge.name";
  const name = (options as Record<string, unknown> | undefined)?.[option];
  if (typeof name !== "string") return [];
  const invalid = complaint(() => checkInterfaceName(name));
  return invalid ? [faultAt(["options", option], invalid)] : [];
}

function familyFaults(inputs: Values, configs: Ipam[]): Fault[] {
  if (inputs.ipv6 === true || hasUnknown(inputs.ipv6)) return [];
  return configs.flatMap(({ subnet }, i) => {
    if (!subnet?.includes(":")) return [];
    return [
      { path: ["ipamConfigs", i, "subnet"], value: subnet, rule: "IPv6 needs ipv6: true", fix: "declare that too" },
    ];
  });
}
