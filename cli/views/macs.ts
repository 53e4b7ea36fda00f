import type { Json } from "../../providers/host/json.ts";
import { linksOf } from "../../providers/host/kinds/questions.ts";
import { device, type Names, namesOf, type Place, placeText } from "../names.ts";
import type { Table } from "../output/table.ts";
import type { Seen } from "../read/seen.ts";
import { byName, type View } from "./view.ts";

/** One entry of a forwarding table: behind which port a MAC address is. */
export interface Mac {
  /** null for an interface that is no port: a VXLAN's own table. */
  bridge: string | null;
  /** The Docker network that the bridge stands for. */
  network: string | null;
  port: string;
  mac: string;
  vlan: number | null;
  /** learned from packets; own: the port's; static: written by somebody. */
  kind: "learned" | "own" | "static";
  /** A VXLAN's: the address of the host that it is behind. */
  remote: string | null;
  /** The interface that has this MAC address. */
  owner: Place | null;
}

export const macsView: View = {
  name: "macs",
  summary: "MAC tables of bridges: address, port, and what is behind it",
  nothing: "no MAC table entries",
  all: "multicast addresses, and the filters of interfaces that are no port",
  details: ["macs"],
  look(seen, all) {
    const json = macs(seen, all);
    return { json, tables: [table(json)] };
  },
};

export function macs(seen: Seen, all: boolean): Mac[] {
  const names = namesOf(seen);
  const own = new Map(linksOf(seen.dumps.get(seen.scope)).map((link) => [String(link.ifname), link]));
  return (seen.details.macs ?? [])
    .filter((json) => all || isForwarding(json))
    .map((json) => row(json, names, { scope: seen.scope, links: own }))
    .sort(
      (a, b) =>
        byName(a.bridge ?? "", b.bridge ?? "") ||
        byName(a.port, b.port) ||
        Number(a.kind === "own") - Number(b.kind === "own") ||
        (a.mac < b.mac ? -1 : 1) ||
        (a.vlan ?? 0) - (b.vlan ?? 0),
    );
}

/** Frames are sent by it: entries of a bridge, and of a VXLAN, whose all-zero address means all others. */
function isForwarding({ mac, master, dst }: Record<string, Json>): boolean {
  const group = (Number.parseInt(String(mac).slice(0, 2), 16) & 1) === 1;
  return !group && (master !== undefined || dst !== undefined);
}

interface Here {
  scope: string;
  links: ReadonlyMap<string, Record<string, Json>>;
}

function row(json: Record<string, Json>, names: Names, { scope, links }: Here): Mac {
  const port = String(json.ifname);
  const bridge = json.master === undefined ? null : String(json.master);
  const mac = String(json.mac);
  // A bridge has the address of one of its ports: here the port is meant.
  const isOwn = links.get(port)?.address === mac;
  return {
    bridge,
    network: (bridge && names.network(bridge)) || null,
    port,
    mac,
    vlan: json.vlan === undefined ? null : Number(json.vlan),
    kind: isOwn ? "own" : json.state === "permanent" || json.state === "static" ? "static" : "learned",
    remote: json.dst === undefined ? null : String(json.dst),
    owner: isOwn ? { in: scope, interface: port } : (names.mac(mac) ?? null),
  };
}

export function table(rows: readonly Mac[]): Table {
  return {
    columns: [
      { header: "BRIDGE" },
      { header: "PORT" },
      { header: "MAC" },
      { header: "VLAN", align: "right", optional: true },
      { header: "KIND" },
      { header: "REMOTE", optional: true },
      { header: "BELONGS TO" },
    ],
    rows: rows.map((row) => [
      device(row.bridge, row.network),
      row.port,
      row.mac,
      row.vlan === null ? "" : String(row.vlan),
      row.kind === "own" ? { text: row.kind, style: "dim" } : row.kind,
      row.remote ?? "",
      placeText(row.owner),
    ]),
  };
}
