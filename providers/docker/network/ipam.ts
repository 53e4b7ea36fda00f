import type { types } from "@pulumi/docker";
import type { Info, NetworkInspect } from "../../../engine/types.ts";
import { contains, formatCidr, formatIp, parseCidr, parseIp } from "../../../net/ip.ts";
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
