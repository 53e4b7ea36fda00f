import type { Json } from "../../providers/host/json.ts";
import { device, type Names, namesOf, type Place, placeText } from "../names.ts";
import type { Table } from "../output/table.ts";
import type { Style } from "../output/terminal.ts";
import type { Seen } from "../read/seen.ts";
import { byName, type View } from "./view.ts";

/** One entry of the ARP or ND table. */
export interface Neighbour {
  address: string;
  dev: string;
  /** The Docker network that `dev` stands for. */
  network: string | null;
  /** null while, or because, nobody answers. */
  mac: string | null;
  /** reachable, stale, delay, probe, permanent, incomplete, failed, noarp. */
  state: string;
  /** The interface that has this MAC address. */
  owner: Place | null;
}

export const neighboursView: View = {
  name: "neighbours",
  summary: "neighbours: which MAC address answers for an IP address (ARP, ND)",
  nothing: "no neighbours",
  all: "entries that need no answer: multicast and the interface's own",
  details: ["neighbours"],
  look(seen) {
    const json = neighbours(seen);
    return { json, tables: [table(json)] };
  },
};

export function neighbours(seen: Seen): Neighbour[] {
  const names = namesOf(seen);
  return (seen.details.neighbours ?? [])
    .map((json) => row(json, names))
    .sort(
      (a, b) =>
        byName(a.dev, b.dev) ||
        Number(a.address.includes(":")) - Number(b.address.includes(":")) ||
        byName(a.address, b.address),
    );
}

function row(json: Record<string, Json>, names: Names): Neighbour {
  const mac = json.lladdr === undefined ? null : String(json.lladdr);
  const dev = String(json.dev);
  return {
    address: String(json.dst),
    dev,
    network: names.network(dev) ?? null,
    mac,
    state: ((json.state ?? []) as string[]).join(" ").toLowerCase() || "none",
    // Without a MAC address nobody has answered: who should have is not said by anything here.
    owner: (mac && names.mac(mac)) || null,
  };
}

const STYLES: Record<string, Style> = { reachable: "green", permanent: "green", failed: "red", incomplete: "red" };

export function table(rows: readonly Neighbour[]): Table {
  return {
    columns: [
      { header: "ADDRESS" },
      { header: "DEV" },
      { header: "MAC" },
      { header: "STATE" },
      { header: "BELONGS TO", optional: true },
    ],
    rows: rows.map((row) => {
      const style = STYLES[row.state];
      return [
        row.address,
        device(row.dev, row.network),
        row.mac ?? "",
        style ? { text: row.state, style } : row.state,
        placeText(row.owner),
      ];
    }),
  };
}
