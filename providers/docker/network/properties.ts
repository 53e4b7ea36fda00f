import type { types } from "@pulumi/docker";
import { foreignLabels } from "../../../engine/owner.ts";
import type { NetworkInspect } from "../../../engine/types.ts";
import { formatCidr, formatIp, parseCidr, parseIp, parseNetwork } from "../../../net/ip.ts";
import { keyedLabels, type Label, labelList } from "../labels.ts";
import type { Declared, Properties } from "../property.ts";
import { flag, list, record, text, textMap, textOf } from "../shape.ts";
import type { KernelBridge } from "./bridge.ts";
import { networkNameRule } from "./name.ts";

export interface LiveNetwork {
  inspect: NetworkInspect;
  bridge: KernelBridge | undefined;
}

type Ipam = Partial<types.output.NetworkIpamConfig>;

export const ipamShape = list(
  record({
    subnet: textOf(parseNetwork),
    gateway: textOf(parseIp),
    ipRange: textOf(parseCidr),
    auxAddress: { kind: "map", of: textOf(parseIp) },
  }),
);

/** Docker Engine can change nothing about a network that exists, not even a label: every difference is a new one. */
const change = "replace";

export const networkProperties: Properties<LiveNetwork> = {
  name: { shape: textOf(networkNameRule), live: ({ inspect }) => inspect.Name, change },
  driver: { shape: text, live: liveDriver, absent: () => "bridge", change },
  attachable: { shape: flag, live: ({ inspect }) => inspect.Attachable, absent: () => false, change },
  ingress: { shape: flag, live: ({ inspect }) => inspect.Ingress, absent: () => false, change },
  internal: { shape: flag, live: ({ inspect }) => inspect.Internal, absent: () => false, change },
  ipv6: { shape: flag, live: ({ inspect }) => inspect.EnableIPv6, absent: () => false, change },
  ipamDriver: { shape: text, live: ({ inspect }) => inspect.IPAM.Driver, absent: () => "default", change },
  ipamOptions: { shape: textMap, live: ({ inspect }) => filled(inspect.IPAM.Options), engineDefault: true, change },
  ipamConfigs: {
    shape: ipamShape,
    live: liveIpam,
    canonical: canonicalIpam,
    key: (item: Ipam) => item.subnet ?? "",
    engineDefault: true,
    change,
  },
  options: { shape: textMap, live: liveOptions, change },
  labels: {
    shape: list(record({ label: text, value: text }, "label", "value")),
    live: ({ inspect }) => labelList(foreignLabels(inspect.Labels)),
    canonical: (labels: Label[]) => (labels.length > 0 ? labels : undefined),
    key: keyedLabels,
    change,
  },
};

/** A bridge that was deleted under the engine shows here: the driver no longer has what it drives. */
function liveDriver({ inspect, bridge }: LiveNetwork): string {
  if (!bridge) return inspect.Driver;
  if (!bridge.present) return `${inspect.Driver} (interface ${bridge.name} is missing)`;
  const lost = gatewaysOf(inspect).filter((gateway) => !bridge.addresses.includes(gateway));
  return lost.length > 0 ? `${inspect.Driver} (${lost.join(", ")} is missing on ${bridge.name})` : inspect.Driver;
}

/** The addresses that the engine gave the bridge: none where it was told not to. */
function gatewaysOf(inspect: NetworkInspect): string[] {
  const without = Object.keys(inspect.Options ?? {}).some((option) => /inhibit_ipv4|gateway_mode/.test(option));
  if (without || inspect.Internal) return [];
  return (inspect.IPAM.Config ?? []).flatMap(({ Gateway }) => (Gateway ? [plainIp(Gateway.split("/")[0] ?? "")] : []));
}

/** Drivers add options of their own (macvlan a parent, newer engines IPv4 and IPv6 flags): only ours are compared. */
function liveOptions({ inspect }: LiveNetwork, { inputs, before }: Declared) {
  const ours = { ...(before.options as object), ...(inputs.options as object) };
  return filled(
    Object.fromEntries(Object.entries(inspect.Options ?? {}).filter(([name]) => Object.hasOwn(ours, name))),
  );
}

function filled(map: Record<string, string> | null): Record<string, string> | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

export function liveIpam({ inspect }: LiveNetwork): Ipam[] {
  return (inspect.IPAM.Config ?? []).map((config) => ({
    ...(config.Subnet ? { subnet: plainCidr(config.Subnet) } : {}),
    ...(config.Gateway ? { gateway: plainIp(config.Gateway.split("/")[0] ?? "") } : {}),
    ...(config.IPRange ? { ipRange: plainCidr(config.IPRange) } : {}),
    ...(filled(config.AuxiliaryAddresses ?? null) ? { auxAddress: config.AuxiliaryAddresses ?? {} } : {}),
  }));
}

/** What was left open is what the engine chose; a network that it added for IPv6 by itself is not counted. */
function canonicalIpam(declared: Ipam[], live: LiveNetwork): Ipam[] {
  const chosen = liveIpam(live);
  const wanted = declared.map((item) => {
    const subnet = item.subnet && plainCidr(item.subnet);
    const same = chosen.find((one) => one.subnet === subnet);
    const gateway = item.gateway ? plainIp(item.gateway) : same?.gateway;
    return {
      ...(subnet ? { subnet } : {}),
      ...(gateway ? { gateway } : {}),
      ...(item.ipRange ? { ipRange: plainCidr(item.ipRange) } : {}),
      ...(item.auxAddress && filled(item.auxAddress) ? { auxAddress: item.auxAddress } : {}),
    };
  });
  const families = new Set(declared.map((item) => item.subnet?.includes(":")));
  return [...wanted, ...chosen.filter((one) => !families.has(one.subnet?.includes(":")))];
}

function plainIp(address: string): string {
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
