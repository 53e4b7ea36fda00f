import { formatIp, ipOf, isGroup, parseIp } from "../../net/ip.ts";
import { isMap } from "../../net/map.ts";
import { isForMany, ZERO_MAC } from "../../net/name.ts";
import type { FarStation, Station } from "../../net/schema/fdb.ts";
import { VXLAN_DEFAULTS } from "../../net/schema/vxlan.ts";
import { type Facts, type Link, linkId, linksById } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { filters, vlansOf } from "./vlans.ts";
import { familiesOf } from "./vxlans.ts";

/** An address is at one place: of a bridge by VLAN, of a vxlan where it is not for many. */
export function fdbs({ links, damaged }: Facts): Fault[] {
  const byId = linksById(links);
  const stations = links.flatMap((link) => stationsOf(link, byId));
  const far = links.filter(({ type }) => type === "vxlan").flatMap(farStationsOf);
  const twice = [
    ...repeated(stations, ({ link, mac, entry }) => `${link.scope} ${link.bridge?.name} ${mac} ${entry.vlan}`),
    ...repeated(far, ({ link, mac, place }) => `${link.scope} ${link.name} ${mac}${isForMany(mac) ? ` ${place}` : ""}`),
  ];
  return [
    ...stations.flatMap((each) => inVlan(each, damaged)),
    ...far.flatMap((each) => [...placed(each, damaged), ...toRemote(each)]),
    ...links.flatMap(external),
    ...[...Map.groupBy(far, ({ link }) => link)].flatMap(tooMany),
    ...twice.map(([{ path, mac }, first]) => ({
      path,
      value: mac,
      rule: `${formatPath(first.path)} says where this address is already`,
      fix: "keep one",
      from: [path, first.path],
    })),
  ];
}

interface Told<Entry> {
  link: Link;
  mac: string;
  entry: Entry;
  path: Path;
}

/** Entries of a list; what is misshapen is a fault of its own. */
function told<Entry extends { mac?: string }>(link: Link, list: unknown, path: Path): Told<Entry>[] {
  const all = Array.isArray(list) ? list : [];
  return all.flatMap((entry: unknown, index) =>
    isMap(entry) ? [{ link, mac: macOf(entry as Entry), entry: entry as Entry, path: [...path, index] }] : [],
  );
}

function macOf({ mac = ZERO_MAC }: { mac?: string }): string {
  return String(mac).toLowerCase();
}

interface AtPort extends Told<Station> {
  bridge: Link | undefined;
}

function stationsOf(link: Link, byId: ReadonlyMap<string, Link>): AtPort[] {
  const { port, scope } = link;
  if (!port || !link.bridge) return [];
  const bridge = byId.get(linkId(scope, link.bridge.name));
  return told<Station>(link, port.value.fdb, [...port.path, "fdb"]).map((one) => ({ ...one, bridge }));
}

/** A bridge that filters looks for an address VLAN by VLAN; the kernel takes none for a VLAN that the port is not in. */
function inVlan({ bridge, entry: { vlan }, link, path, mac }: AtPort, damaged: Facts["damaged"]): Fault[] {
  if (bridge?.type !== "bridge") return [];
  const at = [...path, "vlan"];
  if (!filters(bridge))
    return vlan === undefined
      ? []
      : [{ path: at, value: vlan, rule: `bridge ${bridge.name} does not filter VLANs`, fix: "leave it out" }];
  if (vlan === undefined) {
    const rule = `bridge ${bridge.name} filters VLANs, and looks for an address in each by itself`;
    return [{ path, value: mac, rule, fix: "write vlan" }];
  }
  const isKnown = !damaged([...path.slice(0, -2), "vlans"]);
  if (!isKnown || vlansOf(link.port?.value.vlans).has(vlan)) return [];
  const rule = `${link.name} is not in this VLAN`;
  return [{ path: at, value: vlan, rule, fix: "write one of its vlans, or add it there" }];
}

interface Far extends Told<FarStation> {
  place: string;
}

function farStationsOf(link: Link): Far[] {
  const { id, dstport = VXLAN_DEFAULTS.dstport } = link.fields;
  return told<FarStation>(link, link.fields.fdb, [...link.path, "fdb"]).map((one) => {
    const { dst, port = dstport, vni = id, via } = one.entry;
    const ip = ipOf(dst);
    return { ...one, place: [ip ? formatIp(ip) : dst, port, vni, via].join(" ") };
  });
}

/** One socket sends all of them: to single ends, of one IP version. */
function placed({ link, entry: { dst }, path }: Far, damaged: Facts["damaged"]): Fault[] {
  const at = [...path, "dst"];
  if (ipOf(dst) === undefined || damaged(at)) return [];
  const fault = (rule: string, fix: string) => [{ path: at, value: dst, rule, fix }];
  if (isGroup(dst)) return fault("a group is joined by who is in it", "write it as remote");
  const [family = 4] = familiesOf(link.fields);
  if (parseIp(dst).family === family) return [];
  return fault(
    `the outer packets of ${link.name} are of IPv${family}`,
    family === 4 ? "write an IPv4 address, or local or remote of IPv6" : "write an IPv6 address",
  );
}

/** The kernel has it for that by itself. */
function toRemote({ link, mac, entry, path }: Far): Fault[] {
  const { remote } = link.fields;
  const [to, dst] = [ipOf(remote), ipOf(entry.dst)];
  const isPlain = entry.port === undefined && entry.vni === undefined && entry.via === undefined;
  if (!to || !dst || mac !== ZERO_MAC || !isPlain || formatIp(to) !== formatIp(dst)) return [];
  const rule = `${formatPath([...link.path, "remote"])} says it already`;
  return [{ path: [...path, "dst"], value: entry.dst, rule, fix: "leave one out" }];
}

/** Several ends of one address are one entry of the table. */
function tooMany([{ fields, path }, entries]: [Link, readonly Far[]]): Fault[] {
  const most = Number(fields.maxaddress ?? VXLAN_DEFAULTS.maxaddress);
  const count = new Set(entries.map(({ mac }) => mac)).size;
  if (most === VXLAN_DEFAULTS.maxaddress || count <= most) return [];
  const rule = `they are of ${count} addresses, and the table takes ${most}`;
  return [{ path: [...path, "fdb"], rule, fix: "raise maxaddress, or name fewer" }];
}

function external({ type, fields, path }: Link): Fault[] {
  if (type !== "vxlan" || fields.external !== true || !Array.isArray(fields.fdb) || fields.fdb.length === 0) return [];
  const rule = "with external each packet says where it goes";
  return [{ path: [...path, "fdb"], rule, fix: "leave one out" }];
}
