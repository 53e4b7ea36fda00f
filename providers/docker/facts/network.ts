import type { NetworkInspect } from "../../../engine/types.ts";
import { type Cidr, parseCidr, parseIp, parseNetwork } from "../../../net/ip.ts";
import type { Reading } from "../../../validation/fact-reader.ts";
import type { Path } from "../../../validation/fault.ts";
import { liveIpam } from "../network/ipam.ts";
import { networkInputs } from "../types.ts";
import type { Values } from "../values.ts";

/** What a network says, for the rules. */
export function readNetwork(facts: Reading["facts"], root: Path, known: Values): void {
  const { name, driver = "bridge", internal = false, ipamDriver = "default", ipamConfigs = [] } = networkInputs(known);
  if (name === undefined) return;
  facts.names.push({ path: [...root, "name"], name, what: "network", space: "network" });
  const at = ipamConfigs.map((config, i) => ({ ...config, path: [...root, "ipamConfigs", i] }));
  const subnetOf = (subnet: string | undefined): Cidr | undefined =>
    subnet === undefined ? undefined : parseNetwork(subnet);
  const configs = at.map((config) => ({ ...config, cidr: subnetOf(config.subnet) }));
  facts.networks.push({
    path: root,
    name,
    driver,
    internal,
    subnetPath: [...root, "ipamConfigs"],
    subnets: configs.flatMap(({ cidr, path }) => (cidr ? [{ cidr, path: [...path, "subnet"] }] : [])),
    gateways: configs.flatMap(({ gateway, path, cidr }) =>
      gateway ? [{ ip: parseIp(gateway), path: [...path, "gateway"], ...(cidr ? { subnet: cidr } : {}) }] : [],
    ),
    ranges: configs.flatMap(({ ipRange, path }) =>
      ipRange ? [{ cidr: parseCidr(ipRange), path: [...path, "ipRange"] }] : [],
    ),
    aux: configs.flatMap(({ auxAddress = {}, path, cidr }) =>
      Object.entries(auxAddress).map(([key, ip]) => ({
        ip: parseIp(ip),
        path: [...path, "auxAddress", key],
        ...(cidr ? { subnet: cidr } : {}),
      })),
    ),
    ...(ipamDriver === "default" ? {} : { ownPool: true as const }),
  });
}

/** A network of the engine as somebody would have declared it. */
export function asDeclared(inspect: NetworkInspect): Values {
  const { Name: name, Driver: driver, Internal: internal, IPAM } = inspect;
  return { name, driver, internal, ipamDriver: IPAM.Driver, ipamConfigs: liveIpam({ inspect }) as Values[] };
}
