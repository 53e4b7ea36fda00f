import { expect, test } from "vitest";
import { parseTopology } from "../../topology/parse.ts";
import { formatFault } from "../../validation/fault.ts";
import { KEYS } from "../wireguard.ts";

type Links = Record<string, unknown>;

const red = (links: Links) => ({ namespaces: { RED: { links } } });
const at = (path: string) => `namespaces.RED.links.${path}`;

const container = (networks: object) => ({
  networks: { lan: { subnet: "172.30.0.0/16" } },
  containers: { web: { image: "nginx:alpine", networks } },
});

const segment = (network: object) => ({ networks: { wire: { parent: "eth1", subnet: "172.30.0.0/16", ...network } } });

/** What goes wrong with kinds of links: each document has one fault, told with its path and what to do. */
const FAULTY: [what: string, topology: object, told: string | RegExp][] = [
  [
    "a parent that is missing",
    red({ v: { type: "vlan", parent: "eth0", id: 10 } }),
    `${at("v.parent")}: "eth0": no interface of this name is declared in RED. Declared interfaces: lo, v.`,
  ],
  [
    "a bridge of the host as the master of an end in a namespace",
    { bridges: { br0: {} }, ...red({ a: { master: "br0", peer: { host: true } } }) },
    `${at("a.master")}: "br0": no bridge, bond or VRF of this name is declared in RED. The host has one: a cable leads to it by bridge: br0, without master.`,
  ],
  [
    "a VLAN on a vxlan on that VLAN",
    red({ a: { type: "vlan", parent: "b", id: 10 }, b: { type: "vxlan", id: 7, parent: "a", remote: "239.1.1.1" } }),
    `${at("a.parent")}: "b": it would lie on itself: a -> b -> a. Name another one of this scope.`,
  ],
  [
    "a bond that is a part of itself",
    red({ b: { type: "bond", master: "c" }, c: { type: "bond", master: "b" } }),
    /it would be a part of itself/,
  ],
  [
    "a VLAN's number out of range",
    red({ d: { type: "dummy" }, v: { type: "vlan", parent: "d", id: 4095 } }),
    `${at("v.id")}: 4095: outside its range: from 1 to 4094. Write a number from 1 to 4094.`,
  ],
  [
    "a network number out of range",
    red({ x: { type: "vxlan", id: 16_777_216 } }),
    /^namespaces\.RED\.links\.x\.id: 16777216: outside its range: from 0 to 16777215\./,
  ],
  [
    "a key that is none",
    red({ w: { type: "wireguard", privateKey: `${KEYS.own}x` } }),
    `${at("w.privateKey")}: no key: 32 bytes in base64. Take what \`wg genkey\`, or \`wg genpsk\`, prints, 44 letters.`,
  ],
  [
    "a peer's key that is none",
    red({ w: { type: "wireguard", privateKey: KEYS.own, peers: [{ publicKey: "peer" }] } }),
    `${at("w.peers[0].publicKey")}: "peer": no key: 32 bytes in base64. Write what \`wg pubkey\` prints, 44 letters.`,
  ],
  [
    "a port of what has none",
    red({ d: { type: "dummy" }, e: { type: "dummy", master: "d" } }),
    /^namespaces\.RED\.links\.e\.master: "d": /,
  ],
  [
    "a macvlan and an ipvlan on one interface",
    red({ d: { type: "dummy" }, m: { type: "macvlan", parent: "d" }, i: { type: "ipvlan", parent: "d" } }),
    /^namespaces\.RED\.links\.[mi]\b/,
  ],
  [
    "a type that is none",
    red({ w: { type: "wiregard", privateKey: KEYS.own } }),
    `${at("w.type")}: "wiregard": not one of`,
  ],
  [
    "a queue with a share over all",
    red({ d: { type: "dummy", shaping: { loss: "101%" } } }),
    /^namespaces\.RED\.links\.d\.shaping\.loss: "101%": /,
  ],
  [
    "the same of what Docker gives a container",
    container({ lan: { shaping: { loss: "101%" } } }),
    /^containers\.web\.networks\.lan\.shaping\.loss: "101%": /,
  ],
  [
    "a word that would do nothing, of what Docker gives a container",
    container({ lan: { shaping: { delay: "1ms", gap: 5 } } }),
    "containers.web.networks.lan.shaping.gap: 5: it does nothing without reorder. Say reorder too, or leave it out.",
  ],
  [
    "shaping on a network that the container is not on",
    container({ lna: { shaping: { delay: "1ms" } } }),
    /^containers\.web\.networks\.lna: "lna": /,
  ],
  [
    "a mode that Docker's driver has not",
    segment({ driver: "ipvlan", options: { ipvlan_mode: "l4" } }),
    'networks.wire.options.ipvlan_mode: "l4": no ipvlan_mode of driver ipvlan. Write l2, l3 or l3s.',
  ],
  [
    "a mode of another driver of Docker's",
    segment({ driver: "macvlan", options: { ipvlan_flag: "private" } }),
    'networks.wire.options.ipvlan_flag: "private": driver macvlan has no ipvlan_flag. Leave it out, or choose driver ipvlan.',
  ],
  [
    "an interface that is there, in a namespace that is not yet",
    red({ e: { type: "existing", mtu: 1400 } }),
    /^namespaces\.RED\.links\.e\.type: "existing": namespace RED is declared here/,
  ],
];

test.each(FAULTY)("%s is one fault, with a way out and without a secret", (_, topology, told) => {
  const lines = parseTopology(topology).faults.map(formatFault);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(told);
  expect(lines[0]).toMatch(/\. [A-Z][^.]*.*$/);
  expect(lines[0]).not.toContain(KEYS.own);
});

test("what is declared before what it lies on is no fault: order is ours to find", () => {
  const links = {
    top: { type: "vlan", parent: "tagged", id: 20 },
    tagged: { type: "vlan", parent: "near", id: 10 },
    member: { type: "dummy", master: "near" },
    near: { type: "bond" },
  };
  expect(parseTopology(red(links)).faults.map(formatFault)).toEqual([]);
});
