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
  },
});

const WORDS = "type vlan protocol 802.1ad id 10";

export const vlan = l0.spec({
  drifts: {
    parent: [
      l0.remade(
        `link theirs3 ${WORDS} reorder_hdr off gvrp on mvrp on loose_binding on`,
        'parent "theirs3" -> "theirs0"',
      ),
    ],
    reorderHdr: [l0.set("type vlan reorder_hdr on", "reorderHdr true -> false")],
    gvrp: [l0.set("type vlan gvrp off", "gvrp false -> true")],
    mvrp: [l0.set("type vlan mvrp off", "mvrp false -> true")],
    looseBinding: [l0.set("type vlan loose_binding off", "looseBinding false -> true")],
  },
  steps: {
    parent: [l0.replaces({ parent: "theirs3" }, 'parent "theirs0" -> "theirs3"')],
    id: [l0.replaces({ id: 11 }, "id 10 -> 11")],
    protocol: [l0.replaces({ protocol: "802.1Q" }, 'protocol "802.1ad" -> "802.1Q"')],
    reorderHdr: [l0.changes({ reorderHdr: true }, "reorderHdr false -> true")],
    gvrp: [l0.changes({ gvrp: false }, "gvrp true -> false")],
    mvrp: [l0.changes({ mvrp: false }, "mvrp true -> false")],
    looseBinding: [l0.changes({ looseBinding: false }, "looseBinding true -> false")],
  },
  foreign: {
    words: `link theirs0 ${WORDS}`,
    differs: "reorderHdr true -> false, gvrp false -> true, mvrp false -> true, looseBinding false -> true",
  },
});
