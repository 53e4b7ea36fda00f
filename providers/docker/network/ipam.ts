import type { types } from "@pulumi/docker";
import type { NetworkInspect } from "../../../engine/types.ts";
import { formatCidr, formatIp, parseCidr, parseIp } from "../../../net/ip.ts";
import { filledMap } from "../values.ts";

export type Ipam = Partial<types.output.NetworkIpamConfig>;

interface Inspected {
  inspect: NetworkInspect;
}

export function liveIpam({ inspect }: Inspected): Ipam[] {
  return (inspect.IPAM.Config ?? []).map((config) => ({
    ...(config.Subnet ? { subnet: plainCidr(config.Subnet) } : {}),
    ...(config.Gateway ? { gateway: plainIp(config.Gateway.split("/")[0] ?? "") } : {}),
    ...(config.IPRange ? { ipRange: plainCidr(config.IPRange) } : {}),
    ...(filledMap(config.AuxiliaryAddresses) ? { auxAddress: config.AuxiliaryAddresses ?? {} } : {}),
  }));
}

/** What was left open is what the engine chose; a network that it added for IPv6 by itself is not counted. */
export function canonicalIpam(declared: Ipam[], live: Inspected): Ipam[] {
  const chosen = liveIpam(live);
  const wanted = declared.map((item) => {
    const subnet = item.subnet && plainCidr(item.subnet);
    const same = chosen.find((one) => one.subnet === subnet);
    const gateway = item.gateway ? plainIp(item.gateway) : same?.gateway;
    return {
      ...(subnet ? { subnet } : {}),
      ...(gateway ? { gateway } : {}),
      ...(item.ipRange ? { ipRange: plainCidr(item.ipRange) } : {}),
      ...(item.auxAddress && filledMap(item.auxAddress) ? { auxAddress: item.auxAddress } : {}),
    };
  });
  const families = new Set(declared.map((item) => item.subnet?.includes(":")));
  return [...wanted, ...chosen.filter((one) => !families.has(one.subnet?.includes(":")))];
}

export function plainIp(address: string): string {
  try {
    return formatIp(parseIp(address));
  } catch {
    return address;
  }
}

function plainCidr(cidr: string): string {
  try {
    return formatCidr(parseCidr(cidr));
  } catch {
    return cidr;
  }
}
