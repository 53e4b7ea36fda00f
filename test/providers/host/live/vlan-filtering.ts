import type { Json } from "../../../../providers/host/json.ts";
import type { LiveSpec } from "./spec.ts";

const BR0 = {
  type: "bridge",
  mac: "02:00:00:00:00:01",
  vlanFiltering: true,
  vlans: [{ id: 20, pvid: true, untagged: true }, { id: "30-39" }],
};
const MAC = "02:00:00:00:05:0a";
const TRUNK = { vlans: [{ id: 10, pvid: true, untagged: true }, { id: "100-199" }] };

/** A switch: a trunk, a port of which nothing is said, and the switch itself. */
const declared = (bridge: Record<string, Json> = {}, port: Json | undefined = TRUNK) => ({
  host: {
    links: {
      br0: { ...BR0, ...bridge },
      p0: { type: "veth", master: "br0", ...(port && { port }), peer: { scope: "host", name: "q0" } },
      p1: { type: "veth", master: "br0", peer: { scope: "host", name: "q1" } },
    },
  },
});

const without = () => {
  const { vlans: _, vlanFiltering: __, ...bridge } = BR0;
  const { host } = declared();
  const { port: ___, ...p0 } = host.links.p0;
  return { host: { links: { ...host.links, br0: bridge, p0 } } };
};

const changes = (name: string, words: string) => [`change link ${name} in host: ${words}`];
const [OWN, PORT] = ["20 pvid untagged, 30-39", "10 pvid untagged, 100-199"];

/** On a kernel that filters VLANs: what becomes of those of ports and of the bridge itself. */
export const vlanFiltering: LiveSpec = {
  kind: "link bridge",
  base: declared(),
  creates: ["br0", "p0", "q0", "p1", "q1"].map((name) => `create link ${name} in host`),
  drifts: {
    vlanFiltering: [
      { by: ["ip link set br0 type bridge vlan_filtering 0"], says: changes("br0", "vlanFiltering false -> true") },
      {
        by: ["ip link set br0 type bridge vlan_filtering 0", "bridge vlan del dev p1 vid 1"],
        says: [
          ...changes("br0", "vlanFiltering false -> true"),
          ...changes("p1", 'port.vlans "none" -> "1 pvid untagged"'),
        ],
      },
    ],
    vlans: [
      {
        by: ["bridge vlan del dev br0 vid 32-33 self", "bridge vlan add dev br0 vid 66 pvid self"],
        says: changes("br0", `vlans "20 untagged, 30-31, 34-39, 66 pvid" -> "${OWN}"`),
      },
    ],
    port: [
      {
        by: [
          "bridge vlan add dev p0 vid 150-160 untagged",
          "bridge vlan del dev p0 vid 10",
          "bridge vlan add dev p0 vid 7",
        ],
        says: changes("p0", `port.vlans "7, 100-149, 150-160 untagged, 161-199" -> "${PORT}"`),
      },
      {
        by: ["bridge vlan add dev p1 vid 10 pvid untagged"],
        says: changes("p1", 'port.vlans "1 untagged, 10 pvid untagged" -> "1 pvid untagged"'),
      },
      {
        by: ["ip link set p0 nomaster"],
        says: changes("p0", `master null -> "br0", port.vlans null -> "${PORT}"`),
      },
    ],
  },
  steps: {
    vlanFiltering: [
      {
        to: without(),
        does: [
          ...changes("br0", `vlanFiltering true -> false, vlans "${OWN}" -> "1 pvid untagged"`),
          ...changes("p0", `port.vlans "${PORT}" -> "1 pvid untagged"`),
        ],
      },
    ],
    vlans: [
      { to: declared({ vlans: [] }), does: changes("br0", `vlans "${OWN}" -> "none"`) },
      {
        to: declared({ vlans: [{ id: "1-4094" }] }),
        does: changes("br0", `vlans "${OWN}" -> "1-4094"`),
      },
    ],
    port: [
      { to: declared({}, { vlans: [] }), does: changes("p0", `port.vlans "${PORT}" -> "none"`) },
      {
        to: declared(
          {},
          {
            isolated: true,
            vlans: [
              { id: "100-109", untagged: true },
              { id: 110, pvid: true },
            ],
          },
        ),
        does: changes("p0", `port.isolated false -> true, port.vlans "${PORT}" -> "100-109 untagged, 110 pvid"`),
      },
    ],
    fdb: [
      {
        to: declared({}, { ...TRUNK, fdb: [{ mac: MAC, vlan: 150 }] }),
        does: [`create fdb br0 ${MAC} vlan 150 in host`],
      },
      // The kernel takes none for a VLAN that the port is not in.
      {
        to: declared({}, { vlans: [{ id: 300 }], fdb: [{ mac: MAC, vlan: 300 }] }),
        does: [...changes("p0", `port.vlans "${PORT}" -> "300"`), `create fdb br0 ${MAC} vlan 300 in host`],
      },
    ],
  },
  removal: {
    to: { host: { links: {} } },
    does: ["br0", "q0", "q1"].map((name) => `delete link ${name} in host`),
  },
  foreign: {
    by: [
      "ip link add br0 address 02:00:00:00:00:07 type bridge vlan_filtering 1",
      "ip link add p0 type veth peer name q0",
      "ip link add p1 type veth peer name q1",
      "ip link set p0 master br0",
      "bridge vlan add dev p0 vid 66 pvid",
      "bridge vlan add dev br0 vid 77 self",
      ...["br0", "p0", "q0", "p1", "q1"].flatMap((name) => [`ip link set ${name} up`, `ip link set ${name} down`]),
    ],
    refusal: /link br0 in host exists/,
    adopts: [
      `adopt link br0 in host: up false -> true, vlans "1 pvid untagged, 77" -> "${OWN}", mac "02:00:00:00:00:07" -> "02:00:00:00:00:01"`,
      `adopt link p0 in host: up false -> true, port.vlans "1 untagged, 66 pvid" -> "${PORT}"`,
      "adopt link q0 in host: up false -> true",
      'adopt link p1 in host: up false -> true, master null -> "br0"',
      "adopt link q1 in host: up false -> true",
    ],
  },
};
