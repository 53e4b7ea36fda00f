import { network as base, contains, formatCidr, formatIp, type Ip, isReservedIn } from "../../net/ip.ts";
import { reservedAs } from "../addresses.ts";
import type { Attachment, Facts, Network } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { listed } from "./networks.ts";

/** A static address fits its network, is nobody else's, and cannot be given away before its container starts. */
export function attachments({ attachments, networks, damaged }: Facts): Fault[] {
  const byName = new Map(networks.map((network) => [network.name, network]));
  const members = Map.groupBy(attachments, ({ network }) => network);
  const modes = attachments.filter(({ network }) => network === "host" || network === "none");
  const wrong = modes.map(({ path, network }) => ({
    path,
    value: network,
    rule: "a mode of its own, not a network that a container joins beside others",
    fix: `declare it as the container's network mode, "${network}"`,
  }));
  const twice = repeated(attachments, ({ path, network }) => `${formatPath(path.slice(0, -1))} ${network}`).map(
    ([{ path, network }, first]) => ({
      path,
      value: network,
      rule: `${formatPath(first.path)} joins this network already`,
      fix: "keep one",
    }),
  );
  const others = [...members].flatMap(([name, group]) => {
    if (name === "bridge") return group.flatMap(onDefault);
    const network = byName.get(name);
    return network && !damaged(network.subnetPath) ? membersOf(network, group, damaged) : sameAddresses(group);
  });
  return [...wrong, ...twice, ...others];
}

/** Of a network whose subnets nobody knows: an address is there once all the same. */
function sameAddresses(group: readonly Attachment[]): Fault[] {
  return repeated(
    group.flatMap(({ statics }) => statics),
    ({ ip }) => formatIp(ip),
  ).map(([{ path, ip }, first]) => taken(path, ip, first.path));
}

function taken(path: Path, ip: Ip, by: Path): Fault {
  return { path, value: formatIp(ip), rule: `${formatPath(by)} has this address already`, fix: "take another" };
}

/** The engine allows neither on docker0. */
function onDefault({ statics, aliases }: Attachment): Fault[] {
  const fix = "make a network of your own";
  const fixed = statics.map(({ ip, path }) => ({
    path,
    value: formatIp(ip),
    rule: "the default bridge gives no static addresses",
    fix,
  }));
  if (aliases.names.length === 0) return fixed;
  return [...fixed, { path: aliases.path, value: aliases.names, rule: "the default bridge resolves no names", fix }];
}

function membersOf(network: Network, group: readonly Attachment[], damaged: Facts["damaged"]): Fault[] {
  const holders = new Map<string, Path>(
    [...network.gateways, ...network.aux].map(({ ip, path }) => [formatIp(ip), path]),
  );
  for (const ip of defaultGateways(network)) holders.set(formatIp(ip), [...network.path, "gateway"]);
  const dynamic = (family: 4 | 6) => group.find(({ chosen, path }) => !damaged(path) && chosen.includes(family));
  return group.flatMap(({ statics }) =>
    statics.flatMap(({ ip, path }): Fault[] => {
      const other = holders.get(formatIp(ip));
      holders.set(formatIp(ip), path);
      const fault = (rule: string, fix: string) => [{ path, value: formatIp(ip), rule, fix }];
      if (network.subnets.length === 0)
        return fault(`network ${network.name} has no subnet of yours`, "add subnet to it");
      const subnet = network.subnets.find(({ cidr }) => contains(cidr, ip))?.cidr;
      if (!subnet)
        return fault(
          `outside the subnet ${listed(network.subnets)} of network ${network.name}`,
          "take an address inside it",
        );
      if (isReservedIn(subnet, ip)) return fault(reservedAs(subnet, ip), "take an address between them");
      if (other) return [taken(path, ip, other)];
      const range = network.ranges.find(({ cidr }) => cidr.family === ip.family)?.cidr ?? subnet;
      const rival = dynamic(ip.family);
      if (!rival || !contains(range, ip)) return [];
      return fault(
        `Docker may give it to container ${rival.container} first, which names none: it takes them from ${formatCidr(range)}`,
        `give ${rival.container} a static address, or set the network's ipRange beside this one`,
      );
    }),
  );
}

/** Without a gateway of one's own Docker takes the first address that it may give away: of the range, if there is one. */
function defaultGateways({ subnets, gateways, ranges }: Network): Ip[] {
  const open = subnets.filter(({ cidr }) => !gateways.some(({ ip }) => contains(cidr, ip)));
  return open.map(({ cidr }) => {
    const first = base(ranges.find((range) => contains(cidr, range.cidr))?.cidr ?? cidr).value;
    return { family: cidr.family, value: first === base(cidr).value ? first + 1n : first };
  });
}
