import type { types } from "@pulumi/docker";
import { networkNamed } from "../../../../engine/lookup.ts";
import { ownerOf } from "../../../../engine/owner.ts";
import type { ContainerInspect, NetworkInspect } from "../../../../engine/types.ts";
import { contains, formatIp, isReservedIn, parseIp, parseNetwork } from "../../../../net/ip.ts";
import { isOwn, stackOfUrn } from "../../../../validation/conflicts/world.ts";
import type { Context } from "../../resource.ts";
import type { Fault } from "../../shape.ts";
import { hasUnknown, type Values } from "../../values.ts";
import type { Attachment } from "../inputs/attachment.ts";

type Ipam = Partial<types.output.NetworkIpamConfig>;
type Address = { property: string; ip: string; network: string };

/** Static addresses: inside a subnet of their network, free, and on a network that can have them. */
export async function addressFaults(inputs: Values, context: Context): Promise<Fault[]> {
  const networks = (inputs.networksAdvanced ?? []) as Attachment[];
  const addresses = networks.flatMap(({ name, ipv4Address, ipv6Address }, i) => [
    ...(ipv4Address ? [{ property: `networksAdvanced[${i}].ipv4Address`, ip: ipv4Address, network: name }] : []),
    ...(ipv6Address ? [{ property: `networksAdvanced[${i}].ipv6Address`, ip: ipv6Address, network: name }] : []),
  ]);
  const found = await Promise.all(addresses.map((address) => faultsOf(address, inputs, context)));
  return [...networks.flatMap(onDefaultBridge), ...found.flat()];
}

function onDefaultBridge({ name, ipv4Address, ipv6Address, aliases }: Attachment, i: number): Fault[] {
  if (name !== "bridge") return [];
  const fault = (field: string) => ({
    property: `networksAdvanced[${i}].${field}`,
    reason: "the default bridge has none; declare a network of your own",
  });
  const named = Object.entries({ ipv4Address, ipv6Address, aliases: aliases?.length ? aliases : undefined });
  return named.filter(([, value]) => value).map(([field]) => fault(field));
}

async function faultsOf(address: Address, inputs: Values, context: Context): Promise<Fault[]> {
  const { property, ip, network } = address;
  const wrongFamily = ip.includes(":") !== property.endsWith("ipv6Address");
  if (wrongFamily) return [{ property, reason: `${ip} is an ${ip.includes(":") ? "IPv6" : "IPv4"} address` }];
  const twin = usedByDeclared(address, context);
  if (twin) return [{ property, reason: `${ip} is the address of ${twin} on "${network}" as well` }];
  if (network === "bridge") return [];
  const live = await networkNamed(context.engine, network);
  const subnets = inSubnets(address, configsOf(network, live, context));
  return [...subnets, ...(live ? await usedByForeign(address, live, inputs, context) : [])];
}

/** What this program declares for the network, else what the engine has; undefined where neither is known. */
function configsOf(network: string, live: NetworkInspect | undefined, { session, urn }: Context): Ipam[] | undefined {
  const networks = session.others("docker:index/network:Network", urn);
  const declared = networks.find(([, values]) => values.name === network)?.[1];
  if (declared) return hasUnknown(declared.ipamConfigs) ? undefined : ((declared.ipamConfigs ?? []) as Ipam[]);
  if (!live) return undefined;
  return (live.IPAM.Config ?? []).map(({ Subnet, Gateway }) => ({
    ...(Subnet ? { subnet: Subnet } : {}),
    ...(Gateway ? { gateway: Gateway } : {}),
  }));
}

function inSubnets({ property, ip, network }: Address, configs: Ipam[] | undefined): Fault[] {
  if (!configs) return [];
  const subnets = configs.flatMap(({ subnet }) => (subnet ? [subnet] : []));
  if (subnets.length === 0)
    return [
      {
        property,
        reason: `"${network}" has no subnet of its own declared: the engine gives static addresses only in one`,
      },
    ];
  const home = subnets.find((subnet) => contains(parseNetwork(subnet), parseIp(ip)));
  if (!home) return [{ property, reason: `${ip} is outside the subnet ${subnets.join(", ")} of "${network}"` }];
  if (isReservedIn(parseNetwork(home), parseIp(ip)))
    return [{ property, reason: `${ip} is the network or broadcast address of ${home}` }];
  const gateway = configs.find((config) => config.gateway && plain(config.gateway) === plain(ip));
  return gateway ? [{ property, reason: `${ip} is the gateway of "${network}"` }] : [];
}

function plain(ip: string): string {
  return formatIp(parseIp(ip.split("/")[0] ?? ip));
}

function usedByDeclared({ ip, network }: Address, { session, urn }: Context): string | undefined {
  const others = session.others("docker:index/container:Container", urn);
  return others.find(([, { networksAdvanced }]) => {
    if (hasUnknown(networksAdvanced)) return false;
    return ((networksAdvanced ?? []) as Attachment[]).some(
      (one) => one.name === network && (one.ipv4Address === ip || one.ipv6Address === ip),
    );
  })?.[0];
}

/** Containers of this stack may be about to move away; anybody else's will not. */
async function usedByForeign(
  address: Address,
  live: NetworkInspect,
  inputs: Values,
  context: Context,
): Promise<Fault[]> {
  const members = Object.entries(live.Containers ?? {});
  const holder = members.find(([, { IPv4Address, IPv6Address }]) =>
    [IPv4Address, IPv6Address].some((held) => held && plain(held) === plain(address.ip)),
  );
  if (!holder || holder[1].Name === inputs.name) return [];
  const inspect = await context.engine.find<ContainerInspect>(`/containers/${holder[0]}/json`);
  const owner = ownerOf(inspect?.Config.Labels);
  if (!inspect || isOwn(stackOfUrn(context.urn), owner)) return [];
  return [{ property: address.property, reason: `${address.ip} is in use by the container "${holder[1].Name}"` }];
}
