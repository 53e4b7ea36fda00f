import { type Static, Type } from "typebox";
import { confidential, flag, ifName, ip, mtu, object, record, words } from "../net/schema.ts";
import type { Confidential } from "../net/secret.ts";
import { canonicalCidr, canonicalIp } from "./address.ts";
import { compact, mapped } from "./compact.ts";
import { listed } from "./with-path.ts";

const oneOrMore = (what: string, options: { description: string; examples: unknown[] }) =>
  Type.Union(
    [Type.String(), Type.Array(ip({ description: what, examples: ["172.30.0.0/16"] }), { maxItems: 16 })],
    options,
  );

export const networkSchema = object(
  {
    driver: Type.Optional(
      words(["bridge", "macvlan", "ipvlan", "overlay"], {
        description: "Docker's network driver. Containers have host and none by their own `network`.",
        default: "bridge",
        examples: ["macvlan"],
      }),
    ),
    subnet: Type.Optional(
      oneOrMore("A subnet.", {
        description: "Subnet, or a list for IPv4 and IPv6. Default: Docker chooses one from its pools.",
        examples: ["172.30.0.0/16", ["172.30.0.0/16", "fd30::/64"]],
      }),
    ),
    gateway: Type.Optional(
      oneOrMore("A gateway.", {
        description: "The gateway's address, one for each subnet. Default: the first address of the subnet.",
        examples: ["172.30.0.1"],
      }),
    ),
    ipRange: Type.Optional(
      oneOrMore("A range.", {
        description: "Where Docker takes the addresses of containers that name none. Default: the whole subnet.",
        examples: ["172.30.128.0/17"],
      }),
    ),
    auxAddresses: Type.Optional(
      record(ip({ description: "An address." }), {
        description: "Addresses that belong to something else and that Docker gives to nobody, by name.",
        default: {},
        examples: [{ printer: "172.30.0.200" }],
      }),
    ),
    internal: Type.Optional(
      flag({ description: "No way out: no NAT, and nothing is forwarded from or to it.", default: false }),
    ),
    attachable: Type.Optional(
      flag({ description: "Overlay only: containers that are no swarm service may join.", default: false }),
    ),
    parent: Type.Optional(
      ifName({
        description:
          "Interface of the host below macvlan and ipvlan, which need one. A VLAN (`eth1.10`) that is not there the engine " +
          "makes, and takes away with the network. Default: none.",
        examples: ["eth1", "eth1.10"],
      }),
    ),
    bridge: Type.Optional(
      ifName({
        description: "Driver bridge: name of its interface on the host. Default: `br-` and the network's id.",
        examples: ["br-lab"],
      }),
    ),
    mtu: Type.Optional(mtu({ description: "Largest packet in bytes. Default: the engine's, 1500." })),
    options: Type.Optional(
      record(Type.String({ description: "The option's value.", examples: ["l3"] }), {
        description:
          "Further options of the driver. How containers on one parent reach each other: `macvlan_mode` is bridge (default), " +
          "private, vepa or passthru; `ipvlan_mode` l2 (default), l3 or l3s, and `ipvlan_flag` bridge (default), private or vepa.",
        default: {},
        examples: [{ ipvlan_mode: "l3" }, { macvlan_mode: "private" }],
      }),
    ),
    labels: Type.Optional(
      record(confidential({ description: "The label's value.", examples: ["lab"] }), {
        description: "Labels, besides the mark of our own.",
        default: {},
        examples: [{ purpose: "lab" }],
      }),
    ),
  },
  { description: "A Docker network.", examples: [{ subnet: "172.30.0.0/16", gateway: "172.30.0.1" }] },
);

export type NetworkInput = Static<typeof networkSchema>;

/** A Docker network in normal form; addresses in canonical spelling. */
export interface Network {
  driver: "bridge" | "macvlan" | "ipvlan" | "overlay";
  /** Empty: Docker chooses. */
  subnets: string[];
  gateways: string[];
  ipRanges: string[];
  auxAddresses: Record<string, string>;
  /** True where a subnet is of IPv6. */
  ipv6: boolean;
  internal: boolean;
  attachable: boolean;
  parent?: string;
  bridge?: string;
  mtu?: number;
  options: Record<string, string>;
  labels: Record<string, Confidential>;
}

export function normalNetwork(input: NetworkInput): Network {
  const { parent, bridge, mtu } = input;
  const subnets = listed(input.subnet, []).map(({ value }) => canonicalCidr(value));
  return {
    driver: input.driver ?? "bridge",
    subnets,
    gateways: listed(input.gateway, []).map(({ value }) => canonicalIp(value)),
    ipRanges: listed(input.ipRange, []).map(({ value }) => canonicalCidr(value)),
    auxAddresses: mapped(input.auxAddresses, canonicalIp),
    ipv6: subnets.some((subnet) => subnet.includes(":")),
    internal: input.internal ?? false,
    attachable: input.attachable ?? false,
    ...compact({ parent, bridge, mtu }),
    options: input.options ?? {},
    labels: input.labels ?? {},
  };
}
