import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";
import { EVERY, withLink } from "./document.ts";

/** One object declared otherwise, and what alone an update then does. */
export interface Turn {
  of: string;
  to: Scopes;
  does: string[];
  /** What the kernel may tell of it: interfaces by name, in any scope. */
  touches: string[];
}

/** A link of the host that changes in place. */
function link(name: string, fields: Record<string, Json>, says: string): Turn {
  const does = [`change link ${name} in host: ${says}`];
  return { of: `link ${name}`, to: withLink(name, fields), does, touches: [name] };
}

const { peer } = (EVERY.RED!.links as Record<string, Record<string, Json>>).reth0!;

export const TURNS: Turn[] = [
  link("br0", { ageing: 50 }, "ageing 60 -> 50"),
  link("bond0", { updelay: 200 }, "updelay 0 -> 200"),
  link("vlan10", { gvrp: true }, "gvrp false -> true"),
  link("mv0", { mode: "private" }, 'mode "bridge" -> "private"'),
  link("mt0", { mode: "vepa" }, 'mode "bridge" -> "vepa"'),
  link("iv0", { flag: "private" }, 'flag "bridge" -> "private"'),
  link("tun0", { mtu: 1400 }, "mtu 1500 -> 1400"),
  link("vrf0", { mtu: 1400 }, "mtu 65575 -> 1400"),
  link("vx0", { ttl: 5 }, "ttl 0 -> 5"),
  link("wg0", { mtu: 1400 }, "mtu 1420 -> 1400"),
  link("gre1", { ttl: 9 }, 'ttl "inherit" -> 9'),
  link("gretap1", { ttl: 9 }, 'ttl "inherit" -> 9'),
  link("ipip1", { ttl: 9 }, 'ttl "inherit" -> 9'),
  link("six1", { hoplimit: 9 }, "hoplimit 64 -> 9"),
  link("ifb7", { mtu: 1400 }, "mtu 1500 -> 1400"),
  {
    of: "port",
    to: withLink("reth0", { peer: { ...(peer as object), port: { cost: 6, vlans: [{ id: 10, pvid: true }] } } }, "RED"),
    does: ["change link reth1 in host: port.cost 5 -> 6"],
    touches: ["reth1"],
  },
];
