import type { Json } from "../../providers/host/json.ts";
import { linksOf } from "../../providers/host/kinds/questions.ts";
import { device, type Names, namesOf, type Place, placeText } from "../names.ts";
import type { Styled, Table } from "../output/table.ts";
import type { Seen } from "../read/seen.ts";
import { byName, type View } from "./view.ts";

/** One interface. */
export interface Interface {
  name: string;
  /** bridge, veth, vlan, vxlan, macvlan, ipvlan, gre, tun, ...; "loopback", or "device" for hardware. */
  type: string;
  state: State;
  mtu: number;
  mac: string | null;
  /** With prefix, IPv4 first. */
  addresses: string[];
  /** The bridge (or bond, or VRF) that it is a port of. */
  master: string | null;
  /** A veth's other end. */
  peer: Place | null;
  /** The interface that a VLAN, macvlan or ipvlan is on, or that a tunnel sends by. */
  parent: string | null;
  /** The Docker network that it is in or stands for. */
  network: string | null;
  /** What somebody wrote on it; Bridgework writes its owner's mark. */
  alias: string | null;
}

/** `no carrier` is up, with nothing at the other end. */
export type State = "up" | "no carrier" | "down";

export const interfacesView: View = {
  name: "interfaces",
  summary: "interfaces with state, addresses, and what is at the other end",
  nothing: "no interfaces",
  details: [],
  look(seen) {
    const json = interfaces(seen);
    return { json, tables: [table(json)] };
  },
};

export function interfaces(seen: Seen): Interface[] {
  const names = namesOf(seen);
  const links = linksOf(seen.dumps.get(seen.scope));
  return links.map((link) => row(link, names)).sort((a, b) => byName(a.name, b.name));
}

function row(link: Record<string, Json>, names: Names): Interface {
  const name = String(link.ifname);
  const type = typeOf(link);
  return {
    name,
    type,
    state: stateOf(link),
    mtu: Number(link.mtu),
    mac: type === "loopback" ? null : macIn(link),
    addresses: ((link.addr_info ?? []) as Record<string, Json>[]).map(spelled).sort(family),
    master: text(link.master),
    peer: type === "veth" ? (names.peer(link) ?? null) : null,
    parent: type === "veth" ? null : text(link.link),
    network: names.network(name) ?? null,
    alias: text(link.ifalias),
  };
}

function typeOf(link: Record<string, Json>): string {
  const info = link.linkinfo as Record<string, Json> | undefined;
  if (typeof info?.info_kind === "string") return info.info_kind;
  return link.ifname === "lo" ? "loopback" : "device";
}

export function stateOf({ flags }: Record<string, Json>): State {
  const set = new Set(flags as string[]);
  if (!set.has("UP")) return "down";
  return set.has("LOWER_UP") ? "up" : "no carrier";
}

function spelled({ local, address, prefixlen }: Record<string, Json>): string {
  return address === undefined ? `${local}/${prefixlen}` : `${local} peer ${address}/${prefixlen}`;
}

/** A tunnel of IP packets shows an end of its own there. */
function macIn({ address }: Record<string, Json>): string | null {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(String(address)) ? String(address) : null;
}

function family(a: string, b: string): number {
  return Number(a.includes(":")) - Number(b.includes(":"));
}

function text(value: Json | undefined): string | null {
  return value === undefined || value === null || value === "" ? null : String(value);
}

const STATE_STYLES = { up: "green", "no carrier": "yellow", down: "red" } as const;

export function stateCell(state: State): Styled {
  return { text: state, style: STATE_STYLES[state] };
}

export function table(rows: readonly Interface[]): Table {
  const networks = new Map(rows.map(({ name, network }) => [name as string | null, network]));
  return {
    columns: [
      { header: "NAME" },
      { header: "TYPE" },
      { header: "STATE" },
      { header: "MTU", align: "right" },
      { header: "MAC" },
      { header: "ADDRESSES" },
      { header: "PORT OF", optional: true },
      { header: "LEADS TO", optional: true },
    ],
    rows: rows.map((row) => [
      device(row.name, row.network),
      row.type,
      stateCell(row.state),
      String(row.mtu),
      row.mac ?? "",
      row.addresses,
      device(row.master, networks.get(row.master)),
      placeText(row.peer) || row.parent || "",
    ]),
  };
}
