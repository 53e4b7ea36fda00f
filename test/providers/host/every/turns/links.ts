import { link, type Turn, withLink, withScope } from "../turn.ts";

const port = { cost: 6, vlans: [{ id: 10, pvid: true }] };

/** Links that carry frames, or stand on those. */
export const LINKS: Turn[] = [
  link("br0", { ageing: 50 }, "ageing 60 -> 50"),
  link("bond0", { updelay: 200 }, "updelay 0 -> 200"),
  link("vlan10", { gvrp: true }, "gvrp false -> true"),
  link("mv0", { mode: "private" }, 'mode "bridge" -> "private"'),
  link("mt0", { mode: "vepa" }, 'mode "bridge" -> "vepa"'),
  link("iv0", { flag: "private" }, 'flag "bridge" -> "private"'),
  link("tap0", { port: { hairpin: true } }, "port.hairpin false -> true"),
  link("vrf0", { mtu: 1400 }, "mtu 65575 -> 1400"),
  link("ifb7", { mtu: 1400 }, "mtu 1500 -> 1400"),
  link("d3", { mtu: 1400 }, "mtu 1500 -> 1400"),
  {
    of: "the port reth1",
    to: (before) => withLink(before, "RED", "reth0", { peer: { scope: "host", name: "reth1", master: "br0", port } }),
    does: ["change link reth1 in host: port.cost 5 -> 6"],
    tells: ["link reth1 in host"],
  },
  // A bridge that says no size of its own has the least of its ports.
  {
    of: "both ends of a cable, and its bridge",
    to: (before) => withLink(before, "RED", "reth0", { mtu: 1400 }),
    does: ["change link reth1 in host: mtu 1500 -> 1400", "change link reth0 in RED: mtu 1500 -> 1400"],
    tells: ["link br0 in host", "link reth0 in RED", "link reth1 in host"],
  },
  {
    of: "the size of d0 and of what lies on it",
    to: (before) => withLink(before, "host", "d0", { mtu: 1450 }),
    does: ["d0", "vlan10", "mt0", "mv0"].map((name) => `change link ${name} in host: mtu 1500 -> 1450`),
    tells: ["d0", "mt0", "mv0", "vlan10"].map((name) => `link ${name} in host`),
  },
  {
    of: "vlan10, made anew with what lies on it",
    to: (before) => withLink(before, "host", "vlan10", { id: 11 }),
    does: [
      "delete link vlan10 in host: id 10 -> 11",
      "create link vlan10 in host",
      "create link mv0 in host, which falls with link vlan10 in host",
    ],
    tells: ["link d0", "link mv0", "link vlan10", "netconf mv0", "netconf vlan10"].map((what) => `${what} in host`),
  },
  {
    of: "lo of BLUE",
    to: (before) => withScope(before, "BLUE", { links: { lo: { type: "loopback", up: false } } }),
    does: ["change link lo in BLUE: up true -> false"],
    tells: ["addr lo ::1/128 in BLUE", "link lo in BLUE", "route local ::1 in BLUE"],
  },
];
