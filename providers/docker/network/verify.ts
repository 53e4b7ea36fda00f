import type { types } from "@pulumi/docker";
import { complaint } from "../../../net/invalid.ts";
import { contains, formatCidr, isReservedIn, overlap, parseCidr, parseIp, parseNetwork } from "../../../net/ip.ts";
import { checkInterfaceName } from "../../../net/name.ts";
import { takenSubnets } from "../preflight/network.ts";
import type { Context } from "../resource.ts";
import type { Fault } from "../shape.ts";
import { hasUnknown, type Values } from "../values.ts";

type Ipam = Partial<types.output.NetworkIpamConfig>;

/** The rules of a network beyond the shape of each input, all at once. */
export async function verifyNetwork(inputs: Values, context: Context): Promise<Fault[]> {
  const configs = hasUnknown(inputs.ipamConfigs) ? [] : ((inputs.ipamConfigs ?? []) as Ipam[]);
  return [
    ...configs.flatMap((config, i) => inSubnet(config, `ipamConfigs[${i}]`)),
    ...overlaps(configs),
    ...bridgeFaults(inputs),
    ...duplicateNames(inputs, context),
    ...familyFaults(inputs, configs),
    ...(await takenSubnets(inputs, context)),
  ];
}

function inSubnet({ subnet, gateway, ipRange, auxAddress = {} }: Ipam, path: string): Fault[] {
  if (!subnet) {
    const needs = [gateway && "gateway", ipRange && "ipRange", Object.keys(auxAddress).length > 0 && "auxAddress"];
    const named = needs.filter(Boolean).join(", ");
    return named ? [{ property: `${path}.subnet`, reason: `${named} needs a subnet to lie in; declare it` }] : [];
  }
  const net = parseNetwork(subnet);
  if (net.prefix === 0) return [{ property: `${path}.subnet`, reason: `${subnet} is every address; give it a prefix` }];
  const addresses = Object.entries({ gateway, ...auxAddress }).flatMap(([name, ip]) =>
    ip ? [[name, ip] as const] : [],
  );
  const faults = addresses.flatMap(([name, ip]) => {
    const property = name === "gateway" ? `${path}.gateway` : `${path}.auxAddress[${JSON.stringify(name)}]`;
    if (!contains(net, parseIp(ip))) return [{ property, reason: `${ip} is outside the subnet ${subnet}` }];
    const reserved = isReservedIn(net, parseIp(ip));
    return reserved ? [{ property, reason: `${ip} is the network or broadcast address of ${subnet}` }] : [];
  });
  const range = ipRange && parseCidr(ipRange);
  if (range && (!contains(net, range) || range.prefix < net.prefix))
    faults.push({ property: `${path}.ipRange`, reason: `${ipRange} is not within the subnet ${formatCidr(net)}` });
  return faults;
}

function overlaps(configs: Ipam[]): Fault[] {
  return configs.flatMap(({ subnet }, i) => {
    const earlier = configs
      .slice(0, i)
      .find((one) => one.subnet && subnet && overlap(parseNetwork(one.subnet), parseNetwork(subnet)));
    return earlier ? [{ property: `ipamConfigs[${i}].subnet`, reason: `${subnet} overlaps ${earlier.subnet}` }] : [];
  });
}

function bridgeFaults({ options }: Values): Fault[] {
  const name = (options as Record<string, unknown> | undefined)?.["com.docker.network.bridge.name"];
  if (typeof name !== "string") return [];
  const invalid = complaint(() => checkInterfaceName(name));
  return invalid ? [{ property: 'options["com.docker.network.bridge.name"]', reason: invalid.message }] : [];
}

function duplicateNames(inputs: Values, { session, urn }: Context): Fault[] {
  const twin = session.others("docker:index/network:Network", urn).find(([, other]) => other.name === inputs.name);
  if (!twin || typeof inputs.name !== "string") return [];
  return [{ property: "name", reason: `"${inputs.name}" is the name of ${twin[0]} as well` }];
}

function familyFaults(inputs: Values, configs: Ipam[]): Fault[] {
  if (inputs.ipv6 === true || hasUnknown(inputs.ipv6)) return [];
  return configs.flatMap(({ subnet }, i) => {
    if (!subnet?.includes(":")) return [];
    return [{ property: `ipamConfigs[${i}].subnet`, reason: `${subnet} is IPv6, which needs ipv6: true` }];
  });
}
