import type { NetworkArgs, types } from "@pulumi/docker";
import { contains, parseCidr, parseIp } from "../../net/ip.ts";
import type { Network } from "../../topology/network.ts";
import { labels } from "./docker.ts";

/** The options of Docker's drivers that a topology has words for. */
const OPTIONS = {
  parent: "parent",
  bridge: "com.docker.network.bridge.name",
  mtu: "com.docker.network.driver.mtu",
} as const;

/** A network as the resource of @pulumi/docker takes it. */
export function compileNetwork(name: string, network: Network): NetworkArgs {
  const { driver, internal, attachable, ipv6 } = network;
  return {
    name,
    driver,
    internal,
    attachable,
    ipv6,
    ipamConfigs: network.subnets.map((subnet) => ipam(subnet, network)),
    options: options(network),
    labels: labels(network.labels),
  };
}

/** One entry a subnet, with what lies in it: gateways, ranges and auxiliary addresses are lists of both families. */
function ipam(subnet: string, { gateways, ipRanges, auxAddresses }: Network): types.input.NetworkIpamConfig {
  const inside = (text: string) => contains(parseCidr(subnet), text.includes("/") ? parseCidr(text) : parseIp(text));
  const gateway = gateways.find(inside);
  const ipRange = ipRanges.find(inside);
  const auxAddress = Object.fromEntries(Object.entries(auxAddresses).filter(([, address]) => inside(address)));
  return {
    subnet,
    ...(gateway === undefined ? {} : { gateway }),
    ...(ipRange === undefined ? {} : { ipRange }),
    ...(Object.keys(auxAddress).length === 0 ? {} : { auxAddress }),
  };
}

function options(network: Network): Record<string, string> {
  const own = Object.entries(OPTIONS).flatMap(([field, option]) => {
    const value = network[field as keyof typeof OPTIONS];
    return value === undefined ? [] : [[option, String(value)] as const];
  });
  return { ...Object.fromEntries(own), ...network.options };
}
