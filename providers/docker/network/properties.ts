import { unmarked } from "../../../engine/marks.ts";
import { foreignLabels } from "../../../engine/owner.ts";
import type { Info, NetworkInspect } from "../../../engine/types.ts";
import { networkName } from "../../../net/docker-name.ts";
import { parseCidr, parseIp } from "../../../net/ip.ts";
import { LINK_LOCAL, subnet } from "../../../validation/addresses.ts";
import { type Damage, isMendable, sayDamage, withDamage, withoutDamage } from "../kernel/damage.ts";
import { keyedLabels, type Label, labelList } from "../labels.ts";
import type { Declared, Properties } from "../property.ts";
import { flag, list, record, text, textMap, textOf } from "../shape.ts";
import { filledMap } from "../values.ts";
import { canonicalIpam, type Ipam, isEnginesOwn, liveIpam } from "./ipam.ts";

export interface LiveNetwork {
  inspect: NetworkInspect;
  /** What the kernel no longer has of it. */
  damage?: readonly Damage[];
  /** The URN of the resource that made it. */
  owner?: string;
  /** From where the engine takes subnets that nobody declares, where its configuration says so. */
  pools?: Info["DefaultAddressPools"];
}

export const ipamShape = list(
  record({
    subnet: textOf((text) => subnet(text, LINK_LOCAL)),
    gateway: textOf(parseIp),
    ipRange: textOf(parseCidr),
    auxAddress: { kind: "map", of: textOf(parseIp) },
  }),
);

/** Docker Engine can change nothing about a network that exists, not even a label: every difference is a new one. */
const change = "replace";

export const networkProperties: Properties<LiveNetwork> = {
  name: { shape: textOf(networkName), live: ({ inspect }) => inspect.Name, change },
  driver: {
    shape: text,
    live: ({ inspect, damage = [] }) => withDamage(inspect.Driver, damage),
    canonical: withoutDamage,
    why: ({ damage = [] }) => (damage.length > 0 ? sayDamage(damage) : undefined),
    imported: ({ inspect }) => inspect.Driver,
    absent: () => "bridge",
    change,
    // What the engine cannot mend is no reason to make the network anew.
    changeOf: (want, _have, { inspect, damage = [] }) =>
      want === inspect.Driver && !isMendable(damage) ? "update" : "replace",
  },
  attachable: { shape: flag, live: ({ inspect }) => inspect.Attachable, absent: () => false, change },
  ingress: { shape: flag, live: ({ inspect }) => inspect.Ingress, absent: () => false, change },
  internal: { shape: flag, live: ({ inspect }) => inspect.Internal, absent: () => false, change },
  ipv6: { shape: flag, live: ({ inspect }) => inspect.EnableIPv6, absent: () => false, change },
  ipamDriver: { shape: text, live: ({ inspect }) => inspect.IPAM.Driver, absent: () => "default", change },
  ipamOptions: { shape: textMap, live: ({ inspect }) => filledMap(inspect.IPAM.Options), engineDefault: true, change },
  ipamConfigs: {
    shape: ipamShape,
    live: liveIpam,
    canonical: canonicalIpam,
    key: (item: Ipam) => item.subnet ?? "",
    engineDefault: true,
    absent: (live) => (isEnginesOwn(live) ? liveIpam(live) : undefined),
    change,
  },
  options: { shape: textMap, live: liveOptions, imported: importedOptions, change },
  labels: {
    shape: list(record({ label: text, value: text }, "label", "value")),
    live: ({ inspect }) => labelList(foreignLabels(inspect.Labels)),
    canonical: (labels: Label[]) => (labels.length > 0 ? labels : undefined),
    key: keyedLabels,
    change,
  },
};

/** Drivers add options of their own (macvlan a parent, newer engines IPv4 and IPv6 flags): only ours are compared. */
function liveOptions({ inspect }: LiveNetwork, { inputs, before }: Declared) {
  const ours = { ...(before.options as object), ...(inputs.options as object) };
  return filledMap(
    Object.fromEntries(Object.entries(inspect.Options ?? {}).filter(([name]) => Object.hasOwn(ours, name))),
  );
}

/** What the engine adds to every network, and the interface that it makes for a macvlan or ipvlan without a parent. */
const ADDED = /^com\.docker\.network\.enable_ipv[46]=|^parent=d[im]-[0-9a-f]{12}$/;

function importedOptions({ inspect }: LiveNetwork) {
  const given = Object.entries(unmarked(inspect.Options)).filter(([name, value]) => !ADDED.test(`${name}=${value}`));
  return filledMap(Object.fromEntries(given));
}
