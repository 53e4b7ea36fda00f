import type { Json } from "../../../../providers/host/json.ts";
import { OWNER } from "../world.ts";
import type { LiveSpec } from "./spec.ts";

const VLAN = {
  type: "vlan",
  parent: "theirs0",
  id: 10,
  protocol: "802.1ad",
  reorderHdr: false,
  gvrp: true,
  mvrp: true,
  looseBinding: true,
  mtu: 1400,
  mac: "02:00:00:00:00:0a",
  master: "br1",
  up: true,
  addresses: ["10.10.0.1/24", "fd10::1/64"],
};

const declared = (fields: Record<string, Json> = {}) => ({
  host: { links: { "theirs0.10": { ...VLAN, ...fields }, br1: { type: "bridge" } } },
});

const set = (words: string) => [`ip link set theirs0.10 ${words}`];
const changes = (words: string) => [`change link theirs0.10 in host: ${words}`];

/** The same interface by another hand, with our mark on it. */
const anew = (words: string) => [
  "ip link del theirs0.10",
  `ip link add link ${words} name theirs0.10 address 02:00:00:00:00:0a mtu 1400 type vlan protocol 802.1ad id 10 reorder_hdr off gvrp on mvrp on loose_binding on`,
  `ip link set theirs0.10 alias ${OWNER} master br1 up`,
];

const addresses = ["create address theirs0.10 10.10.0.1/24 in host", "create address theirs0.10 fd10::1/64 in host"];
const renews = ["host/theirs0.10"];

export const vlan: LiveSpec = {
  kind: "link vlan",
  base: declared(),
  creates: ["create link theirs0.10 in host", "create link br1 in host", ...addresses],
  drifts: {
    parent: [
      {
        by: anew("theirs3"),
        says: [
          'delete link theirs0.10 in host: parent "theirs3" -> "theirs0"',
          "create link theirs0.10 in host",
          ...addresses,
        ],
        renews,
      },
    ],
    reorderHdr: [{ by: set("type vlan reorder_hdr on"), says: changes("reorderHdr true -> false") }],
    gvrp: [{ by: set("type vlan gvrp off"), says: changes("gvrp false -> true") }],
    mvrp: [{ by: set("type vlan mvrp off"), says: changes("mvrp false -> true") }],
    looseBinding: [{ by: set("type vlan loose_binding off"), says: changes("looseBinding false -> true") }],
    mtu: [{ by: set("mtu 1300"), says: changes("mtu 1300 -> 1400") }],
    mac: [{ by: set("address 02:00:00:00:00:0b"), says: changes('mac "02:00:00:00:00:0b" -> "02:00:00:00:00:0a"') }],
    master: [{ by: set("nomaster"), says: changes('master null -> "br1"') }],
    up: [{ by: set("down"), says: [...changes("up false -> true"), "create address theirs0.10 fd10::1/64 in host"] }],
    addresses: [
      { by: ["ip addr del 10.10.0.1/24 dev theirs0.10"], says: ["create address theirs0.10 10.10.0.1/24 in host"] },
      {
        by: ["sysctl -q -w net/ipv6/conf/theirs0.10/disable_ipv6=1"],
        says: [...changes("disable_ipv6 1 -> 0"), "create address theirs0.10 fd10::1/64 in host"],
      },
    ],
  },
  steps: {
    parent: [
      {
        to: declared({ parent: "theirs3" }),
        does: [
          'delete link theirs0.10 in host: parent "theirs0" -> "theirs3"',
          "create link theirs0.10 in host",
          ...addresses.map((line) => `${line}, which falls with link theirs0.10 in host`),
        ],
        renews,
      },
    ],
    id: [
      {
        to: declared({ id: 11 }),
        does: [
          "delete link theirs0.10 in host: id 10 -> 11",
          "create link theirs0.10 in host",
          ...addresses.map((line) => `${line}, which falls with link theirs0.10 in host`),
        ],
        renews,
      },
    ],
    protocol: [
      {
        to: declared({ protocol: "802.1Q" }),
        does: [
          'delete link theirs0.10 in host: protocol "802.1ad" -> "802.1Q"',
          "create link theirs0.10 in host",
          ...addresses.map((line) => `${line}, which falls with link theirs0.10 in host`),
        ],
        renews,
      },
    ],
    reorderHdr: [{ to: declared({ reorderHdr: true }), does: changes("reorderHdr false -> true") }],
    gvrp: [{ to: declared({ gvrp: false }), does: changes("gvrp true -> false") }],
    mvrp: [{ to: declared({ mvrp: false }), does: changes("mvrp true -> false") }],
    looseBinding: [{ to: declared({ looseBinding: false }), does: changes("looseBinding true -> false") }],
    mtu: [{ to: declared({ mtu: 1300 }), does: changes("mtu 1400 -> 1300") }],
    mac: [
      {
        to: declared({ mac: "02:00:00:00:00:0c" }),
        does: changes('mac "02:00:00:00:00:0a" -> "02:00:00:00:00:0c"'),
      },
    ],
    master: [{ to: declared({ master: null }), does: changes('master "br1" -> null') }],
    up: [
      {
        to: declared({ up: false, addresses: ["10.10.0.1/24"] }),
        does: [...changes("up true -> false"), "delete address theirs0.10 fd10::1/64 in host"],
      },
    ],
    addresses: [
      {
        to: declared({ addresses: ["10.10.0.2/24", "fd10::1/64"] }),
        does: ["create address theirs0.10 10.10.0.2/24 in host", "delete address theirs0.10 10.10.0.1/24 in host"],
      },
    ],
  },
  removal: { to: { host: { links: {} } }, does: ["delete link br1 in host", "delete link theirs0.10 in host"] },
  foreign: {
    by: [
      "ip link add link theirs0 name theirs0.10 address 02:00:00:00:00:07 type vlan protocol 802.1ad id 10",
      "ip link set theirs0.10 alias theirs",
      "ip addr add 10.8.8.8/24 dev theirs0.10",
      "ip link set theirs0.10 up",
      "ip link set theirs0.10 down",
    ],
    refusal: /link theirs0\.10 in host exists/,
    adopts: [
      'adopt link theirs0.10 in host: up false -> true, reorderHdr true -> false, gvrp false -> true, mvrp false -> true, looseBinding false -> true, master null -> "br1", mac "02:00:00:00:00:07" -> "02:00:00:00:00:0a", mtu 1500 -> 1400',
      "create link br1 in host",
      ...addresses,
    ],
  },
};
