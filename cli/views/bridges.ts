import type { Json } from "../../providers/host/json.ts";
import { linksOf } from "../../providers/host/kinds/questions.ts";
import { device, type Place, placeText } from "../names.ts";
import type { Cell, Table } from "../output/table.ts";
import type { Seen } from "../read/seen.ts";
import { type Interface, interfaces, type State, stateCell } from "./interfaces.ts";
import { byName, type View } from "./view.ts";

/** One bridge with its ports. */
export interface Bridge {
  name: string;
  state: State;
  /** With prefix, IPv4 first. */
  addresses: string[];
  /** Whether it speaks the spanning tree protocol. */
  stp: boolean;
  vlanFiltering: boolean;
  /** The Docker network that it stands for. */
  network: string | null;
  ports: Port[];
}

export interface Port {
  name: string;
  /** Of the spanning tree: only a port that is "forwarding" carries packets. */
  state: string;
  peer: Place | null;
}

export const bridgesView: View = {
  name: "bridges",
  summary: "bridges with their ports, and whose each port is",
  nothing: "no bridges",
  details: [],
  look(seen) {
    const json = bridges(seen);
    return { json, tables: [table(json)] };
  },
};

export function bridges(seen: Seen): Bridge[] {
  const links = linksOf(seen.dumps.get(seen.scope));
  const info = new Map(links.map((link) => [String(link.ifname), (link.linkinfo ?? {}) as Record<string, Json>]));
  const all = interfaces(seen);
  return all
    .filter(({ type }) => type === "bridge")
    .map((bridge) => {
      const data = (info.get(bridge.name)?.info_data ?? {}) as Record<string, Json>;
      const ports = all.filter(({ master }) => master === bridge.name).map((link) => port(link, info.get(link.name)));
      return {
        name: bridge.name,
        state: bridge.state,
        addresses: bridge.addresses,
        stp: Number(data.stp_state) > 0,
        vlanFiltering: Number(data.vlan_filtering) > 0,
        network: bridge.network,
        ports: ports.sort((a, b) => byName(a.name, b.name)),
      };
    });
}

function port({ name, peer }: Interface, info: Record<string, Json> | undefined): Port {
  const data = (info?.info_slave_data ?? {}) as Record<string, Json>;
  return { name, state: String(data.state ?? "unknown"), peer };
}

export function table(rows: readonly Bridge[]): Table {
  return {
    columns: [
      { header: "BRIDGE" },
      { header: "STATE" },
      { header: "ADDRESSES" },
      { header: "PORT" },
      { header: "PORT STATE" },
      { header: "LEADS TO", optional: true },
    ],
    rows: rows.map(({ name, network, state, addresses, ports }) => [
      device(name, network),
      stateCell(state),
      addresses,
      ports.map((port) => port.name),
      ports.map(
        (port): Exclude<Cell, readonly unknown[]> => ({
          text: port.state,
          style: port.state === "forwarding" ? "green" : "yellow",
        }),
      ),
      ports.map((port) => placeText(port.peer)),
    ]),
  };
}
