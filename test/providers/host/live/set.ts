import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

type Fields = Record<string, Json | undefined>;

const GUESTS = {
  type: "hash:net",
  family: "ipv6",
  entries: ["fd00:1::/64", "fd00:1::5 nomatch", "fd00:2:0::/64"],
  maxelem: 1000,
  timeout: 3600,
  counters: true,
};
const PAIRS: Fields = {
  type: "hash:ip,port",
  entries: ["10.0.0.1-10.0.0.2,80", "10.0.0.1,icmp:ping", '10.0.0.3,udp:53 comment "the resolver"'],
};
const PORTS = { type: "bitmap:port", range: "0-1023", entries: ["80", "443-445"] };

const defined = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<string, Json>;

const declared = (sets: Record<string, Fields>): Scopes => ({
  host: { firewall: { sets: Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, defined(set)])) } },
});

/** `all` has `pairs`, before this is declared. */
const sets = ({ guests = {}, pairs = {}, ports = {}, all = {} }: Record<string, Fields> = {}) =>
  declared({
    all: { type: "list:set", entries: ["pairs"], ...all },
    guests: { ...GUESTS, ...guests },
    pairs: { ...PAIRS, ...pairs },
    ports: { ...PORTS, ...ports },
  });

const changed = (name: string, words: string) => [`change set ${name} in host: ${words}`];
const drift = (name: string, by: string[], words: string): Drift => ({ by, says: changed(name, words) });
const step = (of: Record<string, Fields>, words: string): Step => ({
  to: sets(of),
  does: changed(Object.keys(of)[0] ?? "", words),
});

/** Somebody makes the set of this name once more, otherwise. */
const anew = (words: string, ...entries: string[]) => [
  "ipset destroy guests",
  `ipset create guests ${words}`,
  ...entries.map((entry) => `ipset add guests ${entry}`),
];
const ENTRIES = ["fd00:1::/64 timeout 0", "fd00:1::5 nomatch timeout 0", "fd00:2::/64 timeout 0"];

export const set: LiveSpec = {
  kind: "set",
  base: sets(),
  creates: [
    "create set guests in host",
    "create set pairs in host",
    "create set ports in host",
    "create set all in host",
  ],
  drifts: {
    type: [
      {
        by: ["ipset destroy guests", "ipset create guests bitmap:port range 1-2"],
        says: [
          'delete set guests in host: type "bitmap:port" -> "hash:net", family null -> "ipv6", range "1-2" -> null, maxelem null -> 1000, timeout null -> 3600, counters false -> true, entries add fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64',
          "create set guests in host",
        ],
      },
      { by: ["ipset destroy guests"], says: ["create set guests in host"] },
    ],
    family: [
      {
        by: anew("hash:net family inet maxelem 1000 timeout 3600 counters"),
        says: [
          'delete set guests in host: family "ipv4" -> "ipv6", entries add fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64',
          "create set guests in host",
        ],
      },
    ],
    entries: [
      drift("guests", ["ipset del guests fd00:2::/64"], "entries add fd00:2::/64"),
      drift("guests", ["ipset add guests fd00:3::/64 timeout 0"], "entries delete fd00:3::/64"),
      drift("guests", ["ipset add guests fd00:2::/64 timeout 60 -exist"], "entries add fd00:2::/64"),
      drift(
        "guests",
        ["ipset add guests fd00:1::5 timeout 0 -exist"],
        "entries add fd00:1::5 nomatch, delete fd00:1::5",
      ),
      drift("guests", ["ipset flush guests"], "entries add fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64"),
      drift(
        "pairs",
        ["ipset add pairs 10.0.0.3,udp:53 comment theirs -exist"],
        'entries add 10.0.0.3,udp:53 comment "the resolver", delete 10.0.0.3,udp:53 comment "theirs"',
      ),
      drift("pairs", ["ipset del pairs 10.0.0.1,icmp:ping"], "entries add 10.0.0.1,icmp:8/0"),
      drift("ports", ["ipset add ports 22", "ipset del ports 444"], "entries add 444, delete 22"),
      drift("all", ["ipset del all pairs"], "entries add pairs"),
      drift("all", ["ipset add all ports"], "entries delete ports"),
    ],
    range: [
      drift(
        "ports",
        ["ipset create own bitmap:port range 80-445", "ipset swap own ports", "ipset destroy own"],
        'range "80-445" -> "0-1023", entries add 443, 444, 445, 80',
      ),
    ],
    maxelem: [
      drift("guests", anew("hash:net family inet6 maxelem 8 timeout 3600 counters", ...ENTRIES), "maxelem 8 -> 1000"),
    ],
    timeout: [
      drift("guests", anew("hash:net family inet6 maxelem 1000 timeout 9 counters", ...ENTRIES), "timeout 9 -> 3600"),
      drift(
        "guests",
        anew("hash:net family inet6 maxelem 1000 counters"),
        "timeout null -> 3600, entries add fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64",
      ),
    ],
    counters: [
      drift("guests", anew("hash:net family inet6 maxelem 1000 timeout 3600", ...ENTRIES), "counters false -> true"),
      drift(
        "guests",
        anew("hash:net family inet6 maxelem 1000 timeout 3600 counters comment", ...ENTRIES),
        "comments true -> false",
      ),
      drift(
        "guests",
        anew("hash:net family inet6 maxelem 1000 timeout 3600 counters skbinfo", ...ENTRIES),
        'other "skbinfo" -> null',
      ),
    ],
  },
  steps: {
    type: [
      {
        to: sets({ pairs: { type: "hash:ip", entries: ["10.0.0.1"] } }),
        does: [
          'delete set pairs in host: type "hash:ip,port" -> "hash:ip", comments true -> false, entries add 10.0.0.1, delete 10.0.0.1,icmp:8/0, 10.0.0.1,tcp:80, 10.0.0.2,tcp:80, 10.0.0.3,udp:53 comment "the resolver"',
          "create set pairs in host",
          "change set all in host, which falls with set pairs in host",
        ],
      },
    ],
    family: [
      {
        to: sets({ guests: { family: undefined, entries: ["10.0.0.0/8"] } }),
        does: [
          'delete set guests in host: family "ipv6" -> "ipv4", entries add 10.0.0.0/8, delete fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64',
          "create set guests in host",
        ],
      },
    ],
    entries: [
      step(
        { guests: { entries: ["fd00:9::1", "fd00:1::/64"] } },
        "entries add fd00:9::1, delete fd00:1::5 nomatch, fd00:2::/64",
      ),
      step({ guests: { entries: undefined } }, "entries delete fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64"),
      step(
        { pairs: { entries: ["10.0.0.1,80"] } },
        'comments true -> false, entries delete 10.0.0.1,icmp:8/0, 10.0.0.2,tcp:80, 10.0.0.3,udp:53 comment "the resolver"',
      ),
      step({ all: { entries: ["pairs", "guests"] } }, "entries add guests"),
      step({ all: { entries: ["ports"] } }, "entries add ports, delete pairs"),
    ],
    range: [step({ ports: { range: "1-1024" } }, 'range "0-1023" -> "1-1024"')],
    maxelem: [
      step({ guests: { maxelem: undefined } }, "maxelem 1000 -> 65536"),
      step(
        { guests: { maxelem: 3, entries: ["fd00:9::1", "fd00:9::2", "fd00:9::3"] } },
        "maxelem 1000 -> 3, entries add fd00:9::1, fd00:9::2, fd00:9::3, delete fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64",
      ),
    ],
    timeout: [
      step({ guests: { timeout: 60 } }, "timeout 3600 -> 60"),
      step({ guests: { timeout: undefined } }, "timeout 3600 -> null"),
    ],
    counters: [step({ guests: { counters: false } }, "counters true -> false")],
  },
  removal: {
    to: { host: { firewall: { sets: {} } } },
    does: [
      "delete set all in host",
      "delete set guests in host",
      "delete set pairs in host",
      "delete set ports in host",
    ],
  },
  foreign: {
    by: [
      "ipset create guests hash:net family inet6 hashsize 64 maxelem 7 skbinfo bucketsize 8",
      "ipset add guests fd00:7::/64",
      "ipset create pairs hash:ip,port counters",
      "ipset add pairs 10.7.0.1,http",
      "ipset create theirs hash:ip",
      "ipset create all list:set size 4",
      "ipset add all theirs",
    ],
    refusal: /set all in host exists.*\nset guests in host exists.*\nset pairs in host exists/,
    adopts: [
      'adopt set guests in host: maxelem 7 -> 1000, timeout null -> 3600, counters false -> true, entries add fd00:1::/64, fd00:1::5 nomatch, fd00:2::/64, delete fd00:7::/64, other "skbinfo bucketsize 8" -> null',
      'adopt set pairs in host: counters true -> false, comments false -> true, entries add 10.0.0.1,icmp:8/0, 10.0.0.1,tcp:80, 10.0.0.2,tcp:80, 10.0.0.3,udp:53 comment "the resolver", delete 10.7.0.1,tcp:80',
      "create set ports in host",
      "adopt set all in host: entries add pairs, delete theirs, room 4 -> 8",
    ],
  },
};
