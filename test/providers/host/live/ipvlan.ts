import { AnyLink } from "./any-link.ts";

const l0 = new AnyLink({
  type: "ipvlan",
  own: { parent: "theirs3", mode: "l2", flag: "private" },
  master: "vrf",
  mac: false,
});

export const ipvlan = l0.spec({
  drifts: {
    parent: [l0.remade("link theirs0 type ipvlan mode l2 private", 'parent "theirs0" -> "theirs3"')],
    mode: [l0.set("type ipvlan mode l3s private", 'arp false -> true, mode "l3s" -> "l2"')],
    flag: [l0.set("type ipvlan vepa", 'flag "vepa" -> "private"')],
  },
  steps: {
    parent: [l0.replaces({ parent: "theirs0" }, 'parent "theirs3" -> "theirs0"')],
    mode: [l0.changes({ mode: "l3" }, 'arp true -> false, mode "l2" -> "l3"')],
    flag: [l0.changes({ flag: "bridge" }, 'flag "private" -> "bridge"')],
  },
  foreign: {
    words: "link theirs3 type ipvlan mode l3 vepa",
    differs: 'arp false -> true, mode "l3" -> "l2", flag "vepa" -> "private"',
  },
});
