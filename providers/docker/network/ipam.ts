import type { types } from "@pulumi/docker";
import type { Info, NetworkInspect } from "../../../engine/types.ts";
import { contains, formatCidr, network, parseCidr } from "../../../net/ip.ts";
import type { Declared } from "../property.ts";
import { filledMap, hasUnknown, plainIp } from "../values.ts";

export type Ipam = Partial<types.output.NetworkIpamConfig>;

interface Inspected {
  inspect: NetworkInspect;
}

export function liveIpam({ inspect }: Inspected): Ipam[] {
  return (inspect.IPAM.Config ?? []).map((config) => ({
    ...(config.Subnet ? { subnet: plainRange(config.Subnet) } : {}),
    ...(config.Gateway ? { gateway: plainIp(config.Gateway.split("/")[0] ?? "") } : {}),
    ...(config.IPRange ? { ipRange: plainRange(config.IPRange) } : {}),
    ...(filledMap(config.AuxiliaryAddresses) ? { auxAddress: plainIps(config.AuxiliaryAddresses) } : {}),
  }));
}

/**
 * What is left open is what the engine chose, as long as it was left open before; a subnet that it added for IPv6 by
 * itself is not counted.
 */
export function canonicalIpam(declared: Ipam[], live: Inspected, { before }: Declared): Ipam[] {
  const chosen = liveIpam(live);
  const last = hasUnknown(before.ipamConfigs) ? [] : ((before.ipamConfigs ?? []) as Ipam[]);
  const lastOf = (subnet: string | undefined) => last.find((one) => one.subnet && plainRange(one.subnet) === subnet);
  const wanted = declared.map((item) => {
    const subnet = item.subnet && plainRange(item.subnet);
    const same = chosen.find((one) => one.subnet === subnet);
    const left = lastOf(subnet)?.gateway ? undefined : same?.gateway;
    const gateway = item.gateway ? plainIp(item.gateway) : left;
    return {
      ...(subnet ? { subnet } : {}),
      ...(gateway ? { gateway } : {}),
      ...(item.ipRange ? { ipRange: plainRange(item.ipRange) } : {}),
      ...(filledMap(item.auxAddress) ? { auxAddress: plainIps(item.auxAddress) } : {}),
    };
  });
  const families = new Set([...declared, ...last].map((item) => item.subnet?.includes(":")));
  return [...wanted, ...chosen.filter((one) => !families.has(one.subnet?.includes(":")))];
}

function plainIps(addresses: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(addresses ?? {}).map(([name, ip]) => [name, plainIp(ip)]));
}

/** A subnet or range is a network, however its host bits are written: engines before 25.0 keep them as they came. */
function plainRange(cidr: string): string {
  try {
    return formatCidr(network(parseCidr(cidr)));
  } catch {
    return cidr;
  }
}

/** From where the engine takes subnets that nobody declares, unless its configuration says otherwise. */
const POOLS = [
  ...Array.from({ length: 15 }, (_, i) => ({ Base: `172.${17 + i}.0.0/16`, Size: 16 })),
  { Base: "192.168.0.0/16", Size: 20 },
  { Base: "fd00::/8", Size: 64 },
];

/** Whether the engine may have chosen these subnets by itself: then they are as good as any where none is declared. */
export function isEnginesOwn(live: Inspected & { pools?: Info["DefaultAddressPools"] }): boolean {
  return liveIpam(live).every(({ subnet, ipRange, auxAddress }) => {
    if (!subnet || ipRange || auxAddress) return false;
    const net = parseCidr(subnet);
    return (live.pools ?? POOLS).some(({ Base, Size }) => net.prefix === Size && contains(parseCidr(Base), net));
  });
}
