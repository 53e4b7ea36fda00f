import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";
import type { LiveSpec } from "./spec.ts";

const NEAR = { type: "veth", mtu: 1400, mac: "02:00:00:00:00:02", up: true, addresses: ["11.11.11.2/24"] };
/** Every property of a port away from its default: what it is, and how a hand and a declaration change it. */
const PORT = {
  cost: 7,
  priority: 9,
  hairpin: true,
  guard: true,
  rootBlock: true,
  fastleave: true,
  learning: false,
  flood: false,
  mcastFlood: false,
  bcastFlood: false,
  mcastRouter: 2,
  mcastToUnicast: true,
  groupFwdMask: 0x4000,
  neighSuppress: true,
  proxyArp: true,
  proxyArpWifi: true,
  vlanTunnel: true,
  isolated: true,
  locked: true,
};

/** The words of a hand, what they make of each, and what a declaration says instead. */
const OTHERWISE: Record<keyof typeof PORT, [by: string, shown: number | boolean, step: number | boolean]> = {
  cost: ["cost 65535", 65535, 1],
  priority: ["priority 63", 63, 0],
  hairpin: ["hairpin off", false, false],
  guard: ["guard off", false, false],
  rootBlock: ["root_block off", false, false],
  fastleave: ["fastleave off", false, false],
  learning: ["learning on", true, true],
  flood: ["flood on", true, true],
  mcastFlood: ["mcast_flood on", true, true],
  bcastFlood: ["bcast_flood on", true, true],
  mcastRouter: ["mcast_router 0", 0, 1],
  mcastToUnicast: ["mcast_to_unicast off", false, false],
  groupFwdMask: ["group_fwd_mask 0x4001", 16385, 0],
  neighSuppress: ["neigh_suppress off", false, false],
  proxyArp: ["proxy_arp off", false, false],
  proxyArpWifi: ["proxy_arp_wifi off", false, false],
  vlanTunnel: ["vlan_tunnel off", false, false],
  isolated: ["isolated off", false, false],
  locked: ["locked off", false, false],
};

const FIELDS = Object.keys(PORT) as (keyof typeof PORT)[];

/** How a preview names each where the link is no port yet. */
const JOINS = FIELDS.map((field) => `port.${field} null -> ${PORT[field]}`).join(", ");

const FAR = {
  name: "reth1",
  mtu: 1400,
  mac: "02:00:00:00:00:03",
  up: true,
  master: "theirs0",
  port: PORT,
  addresses: ["10.1.1.1/32"],
};

type Fields = Record<string, Json | undefined>;

const declared = (near: Fields = {}, far: Fields = {}): Scopes => {
  const peer = Object.entries({ scope: "host", ...FAR, ...far }).filter(([, value]) => value !== undefined);
  return { RED: { links: { reth0: { ...NEAR, ...near, peer: Object.fromEntries(peer) as Json } as Json } } };
};

export const veth: LiveSpec = {
  kind: "link veth",
  base: declared(),
  creates: [
    "create namespace RED",
    "create link reth1 in host",
    "create link reth0 in RED",
    "create link lo in RED",
    "create address reth1 10.1.1.1/32 in host",
    "create address reth0 11.11.11.2/24 in RED",
  ],
  drifts: {
    up: [
      { by: ["ip -n RED link set reth0 down"], says: ["change link reth0 in RED: up false -> true"] },
      { by: ["ip link set reth1 down"], says: ["change link reth1 in host: up false -> true"] },
    ],
    flags: [
      {
        by: ["ip -n RED link set reth0 arp off", "ip link set reth1 multicast off"],
        says: ["change link reth1 in host: multicast false -> true", "change link reth0 in RED: arp false -> true"],
      },
    ],
    mtu: [
      { by: ["ip -n RED link set reth0 mtu 1300"], says: ["change link reth0 in RED: mtu 1300 -> 1400"] },
      { by: ["ip link set reth1 mtu 1300"], says: ["change link reth1 in host: mtu 1300 -> 1400"] },
    ],
    mac: [
      {
        by: ["ip -n RED link set reth0 address 02:00:00:00:00:99"],
        says: ['change link reth0 in RED: mac "02:00:00:00:00:99" -> "02:00:00:00:00:02"'],
      },
      {
        by: ["ip link set reth1 address 02:00:00:00:00:99"],
        says: ['change link reth1 in host: mac "02:00:00:00:00:99" -> "02:00:00:00:00:03"'],
      },
    ],
    master: [
      { by: ["ip link set reth1 nomaster"], says: [`change link reth1 in host: master null -> "theirs0", ${JOINS}`] },
    ],
    port: FIELDS.map((field) => ({
      by: [`ip link set reth1 type bridge_slave ${OTHERWISE[field][0]}`],
      says: [`change link reth1 in host: port.${field} ${OTHERWISE[field][1]} -> ${PORT[field]}`],
    })),
    peer: [
      {
        by: ["ip link set reth1 netns THEIRS"],
        says: [
          'delete link reth0 in RED: peer "host/#6" -> "host/reth1"',
          "create link reth1 in host",
          "create link reth0 in RED",
          "create address reth1 10.1.1.1/32 in host",
          "create address reth0 11.11.11.2/24 in RED, which falls with link reth0 in RED",
        ],
        renews: ["RED/reth0", "host/reth1"],
      },
      {
        by: ["ip link del reth1"],
        says: [
          "create link reth1 in host",
          "create link reth0 in RED",
          "create address reth1 10.1.1.1/32 in host",
          "create address reth0 11.11.11.2/24 in RED",
        ],
        renews: ["RED/reth0", "host/reth1"],
      },
      {
        by: ["ip link set reth1 down", "ip link set reth1 name xeth1"],
        says: [
          'delete link reth0 in RED: peer "host/xeth1" -> "host/reth1"',
          "create link reth1 in host",
          "create link reth0 in RED",
          "create address reth1 10.1.1.1/32 in host",
          "create address reth0 11.11.11.2/24 in RED, which falls with link reth0 in RED",
        ],
        renews: ["RED/reth0", "host/reth1"],
      },
      {
        by: ["ip -n RED link set reth0 down", "ip -n RED link set reth0 name xeth0"],
        says: [
          'delete link reth1 in host: peer "RED/xeth0" -> "RED/reth0"',
          "create link reth1 in host",
          "create link reth0 in RED",
          "create address reth0 11.11.11.2/24 in RED",
          "create address reth1 10.1.1.1/32 in host, which falls with link reth1 in host",
        ],
        renews: ["RED/reth0", "host/reth1"],
      },
      {
        by: ["ip -n RED link set reth0 netns THEIRS"],
        says: [
          'delete link reth1 in host: peer "host/#6" -> "RED/reth0"',
          "create link reth1 in host",
          "create link reth0 in RED",
          "create address reth0 11.11.11.2/24 in RED",
          "create address reth1 10.1.1.1/32 in host, which falls with link reth1 in host",
        ],
        renews: ["RED/reth0", "host/reth1"],
      },
    ],
    addresses: [
      { by: ["ip -n RED addr del 11.11.11.2/24 dev reth0"], says: ["create address reth0 11.11.11.2/24 in RED"] },
      { by: ["ip -4 addr flush dev reth1"], says: ["create address reth1 10.1.1.1/32 in host"] },
    ],
  },
  steps: {
    up: [
      {
        to: declared({ up: false }, { up: false }),
        does: ["change link reth1 in host: up true -> false", "change link reth0 in RED: up true -> false"],
      },
    ],
    mtu: [
      {
        to: declared({ mtu: 1500 }, { mtu: 1300 }),
        does: ["change link reth1 in host: mtu 1400 -> 1300", "change link reth0 in RED: mtu 1400 -> 1500"],
      },
    ],
    mac: [
      {
        to: declared({ mac: "02:00:00:00:00:22" }, { mac: "02:00:00:00:00:33" }),
        does: [
          'change link reth1 in host: mac "02:00:00:00:00:03" -> "02:00:00:00:00:33"',
          'change link reth0 in RED: mac "02:00:00:00:00:02" -> "02:00:00:00:00:22"',
        ],
      },
    ],
    port: FIELDS.map((field) => ({
      to: declared({}, { port: { ...PORT, [field]: OTHERWISE[field][2] } }),
      does: [`change link reth1 in host: port.${field} ${PORT[field]} -> ${OTHERWISE[field][2]}`],
    })),
    master: [
      {
        to: declared({}, { master: null, port: undefined }),
        does: ['change link reth1 in host: master "theirs0" -> null'],
      },
    ],
    peer: [
      {
        to: declared({}, { name: "reth9" }),
        does: [
          'delete link reth0 in RED: peer "host/reth1" -> "host/reth9"',
          "create link reth9 in host",
          "create link reth0 in RED",
          "create address reth9 10.1.1.1/32 in host",
          "create address reth0 11.11.11.2/24 in RED, which falls with link reth0 in RED",
        ],
        renews: ["RED/reth0", "host/reth1"],
      },
      {
        to: { BLUE: {}, ...declared({}, { scope: "BLUE", master: null, port: undefined }) },
        does: [
          'delete link reth0 in RED: peer "host/reth1" -> "BLUE/reth1"',
          "create namespace BLUE",
          "create link lo in BLUE",
          "create link reth1 in BLUE",
          "create link reth0 in RED",
          "create address reth1 10.1.1.1/32 in BLUE",
          "create address reth0 11.11.11.2/24 in RED, which falls with link reth0 in RED",
        ],
        renews: ["RED/reth0", "host/reth1"],
      },
    ],
    addresses: [
      {
        to: declared({ addresses: [] }, { addresses: ["10.1.1.2/32"] }),
        does: [
          "create address reth1 10.1.1.2/32 in host",
          "delete address reth1 10.1.1.1/32 in host",
          "delete address reth0 11.11.11.2/24 in RED",
        ],
      },
    ],
  },
  removal: { to: { RED: {} }, does: ["delete link reth1 in host"] },
  foreign: {
    by: [
      "ip netns add RED",
      "ip link add reth1 address 02:00:00:00:00:44 type veth peer name reth0 netns RED",
      "ip link set reth1 alias theirs",
      "ip link set reth1 up",
      "ip link set reth1 down",
      "ip -n RED link set reth0 address 02:00:00:00:00:45 up",
      "ip -n RED link set reth0 down",
      "ip -n RED link set lo up",
    ],
    refusal: /namespace RED exists/,
    adopts: [
      "adopt namespace RED",
      `adopt link reth1 in host: up false -> true, master null -> "theirs0", ${JOINS}, mac "02:00:00:00:00:44" -> "02:00:00:00:00:03", mtu 1500 -> 1400`,
      'adopt link reth0 in RED: up false -> true, mac "02:00:00:00:00:45" -> "02:00:00:00:00:02", mtu 1500 -> 1400',
      "adopt link lo in RED",
      "create address reth1 10.1.1.1/32 in host",
      "create address reth0 11.11.11.2/24 in RED",
    ],
  },
};
