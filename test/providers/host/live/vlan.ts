import { AnyLink } from "./any-link.ts";

const l0 = new AnyLink({
  type: "vlan",
  own: {
    parent: "theirs0",
    id: 10,
    protocol: "802.1ad",
    reorderHdr: false,
    gvrp: true,
    mvrp: true,
    looseBinding: true,
    ingressQosMap: [{ from: 3, to: 1 }],
    egressQosMap: [
      { from: 4, to: 5 },
      { from: 9, to: 7 },
    ],
  },
});

const WORDS = "type vlan protocol 802.1ad id 10";

export const vlan = l0.spec({
  drifts: {
    parent: [
      l0.remade(
        `link theirs3 ${WORDS} reorder_hdr off gvrp on mvrp on loose_binding on ingress-qos-map 3:1 egress-qos-map 4:5 9:7`,
        'parent "theirs3" -> "theirs0"',
      ),
    ],
    reorderHdr: [l0.set("type vlan reorder_hdr on", "reorderHdr true -> false")],
    gvrp: [l0.set("type vlan gvrp off", "gvrp false -> true")],
    mvrp: [l0.set("type vlan mvrp off", "mvrp false -> true")],
    looseBinding: [l0.set("type vlan loose_binding off", "looseBinding false -> true")],
    ingressQosMap: [l0.set("type vlan ingress-qos-map 3:0 5:6", 'ingressQosMap "5:6" -> "3:1"')],
    egressQosMap: [l0.set("type vlan egress-qos-map 4:2", 'egressQosMap "4:2 9:7" -> "4:5 9:7"')],
  },
  steps: {
    parent: [l0.replaces({ parent: "theirs3" }, 'parent "theirs0" -> "theirs3"')],
    id: [l0.replaces({ id: 11 }, "id 10 -> 11")],
    protocol: [l0.replaces({ protocol: "802.1Q" }, 'protocol "802.1ad" -> "802.1Q"')],
    reorderHdr: [l0.changes({ reorderHdr: true }, "reorderHdr false -> true")],
    gvrp: [l0.changes({ gvrp: false }, "gvrp true -> false")],
    mvrp: [l0.changes({ mvrp: false }, "mvrp true -> false")],
    looseBinding: [l0.changes({ looseBinding: false }, "looseBinding true -> false")],
    bridgeBinding: [l0.changes({ bridgeBinding: true }, "bridgeBinding false -> true")],
    ingressQosMap: [l0.changes({ ingressQosMap: undefined }, 'ingressQosMap "3:1" -> ""')],
    egressQosMap: [l0.changes({ egressQosMap: [{ from: 4, to: 5 }] }, 'egressQosMap "4:5 9:7" -> "4:5"')],
  },
  foreign: {
    words: `link theirs0 ${WORDS}`,
    differs:
      'reorderHdr true -> false, gvrp false -> true, mvrp false -> true, looseBinding false -> true, ingressQosMap "" -> "3:1", egressQosMap "" -> "4:5 9:7"',
  },
});
