import { contains, formatCidr, formatIp, isReservedIn, overlap } from "../../net/ip.ts";
import { reservedAs } from "../addresses.ts";
import type { Facts, Inside, Network } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";

/** Everything that a Docker network names lies inside its subnets. */
export function networks({ networks, damaged }: Facts): Fault[] {
  return networks.flatMap((network) => {
    if (damaged(network.subnetPath)) return [];
    const inside = [...network.gateways, ...network.aux].flatMap((one) => placed(network, one));
    return [...inside, ...ranges(network), ...families(network), ...gateways(network)];
  });
}

function placed({ subnets: all }: Network, { ip, path, subnet: beside }: Inside): Fault[] {
  const subnets = beside ? all.filter(({ cidr }) => cidr === beside) : all;
  const fault = (rule: string, fix: string) => [{ path, value: formatIp(ip), rule, fix }];
  if (subnets.length === 0) return fault("without a subnet nobody knows where this is", "add subnet");
  const subnet = subnets.find(({ cidr }) => contains(cidr, ip));
  if (!subnet) return fault(`outside the subnet ${listed(subnets)}`, "take an address inside it");
  return isReservedIn(subnet.cidr, ip) ? fault(reservedAs(subnet.cidr, ip), "take an address between them") : [];
}

function ranges({ ranges, subnets }: Network): Fault[] {
  return ranges.flatMap(({ cidr, path }): Fault[] => {
    const around = subnets.some((subnet) => overlap(subnet.cidr, cidr) && subnet.cidr.prefix <= cidr.prefix);
    if (around) return [];
    const rule = subnets.length === 0 ? "a range of no subnet" : `outside the subnet ${listed(subnets)}`;
    return [{ path, value: formatCidr(cidr), rule, fix: subnets.length === 0 ? "add subnet" : "take a part of it" }];
  });
}

/** Docker's bridge has one subnet a family. */
function families({ driver, subnets }: Network): Fault[] {
  if (driver !== "bridge") return [];
  return subnets
    .filter(({ cidr }, i) => subnets.findIndex((other) => other.cidr.family === cidr.family) < i)
    .map(({ cidr, path }) => ({
      path,
      value: formatCidr(cidr),
      rule: `a bridge network has one subnet of IPv${cidr.family}`,
      fix: "make a network of it",
    }));
}

/** One gateway a subnet, and no auxiliary address is one. */
function gateways({ subnets, gateways, aux }: Network): Fault[] {
  const taken = new Map<string, Path>();
  return [...gateways, ...aux].flatMap(({ ip, path }, i): Fault[] => {
    const subnet = i < gateways.length ? subnets.find(({ cidr }) => contains(cidr, ip)) : undefined;
    const keys = [formatIp(ip), ...(subnet ? [formatCidr(subnet.cidr)] : [])];
    const other = keys.map((key) => taken.get(key)).find((path) => path !== undefined);
    for (const key of keys) taken.set(key, path);
    return other ? [{ path, value: formatIp(ip), rule: `${formatPath(other)} is there already`, fix: "keep one" }] : [];
  });
}

export function listed(subnets: Network["subnets"]): string {
  return subnets.map(({ cidr }) => formatCidr(cidr)).join(", ");
}
