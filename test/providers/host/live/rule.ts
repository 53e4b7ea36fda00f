import type { Json } from "../../../../providers/host/json.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

const FULL = {
  priority: 90,
  not: true,
  from: "10.1.0.0/16",
  to: "10.2.0.1",
  iif: "theirs0",
  oif: "gone0",
  fwmark: "1/0xff",
  tos: "0x10",
  ipproto: "tcp",
  sport: 80,
  dport: "8000-8010",
  uidrange: "0-0",
  table: 101,
  suppressPrefixlength: 0,
};
/** Rules beside the one that the steps change. */
const REST: Json[] = [
  { priority: 100, from: "fd01::/64", table: 100 },
  { from: "10.3.0.0/16", type: "blackhole" },
  { to: "10.4.0.0/16", type: "unreachable" },
  { family: "ipv6", iif: "lo", type: "prohibit" },
  { priority: 120, iif: "lo", goto: 130 },
  { priority: 130, fwmark: 9, table: 100 },
  { priority: 60, family: "ipv6", tos: 0xb8, goto: 100 },
];
const declared = (fields: Record<string, Json> = {}, rest = REST) => ({
  host: { rules: [{ ...FULL, ...fields }, ...rest] as Json[] },
});

/** The rule with a `goto` declared otherwise. */
const rest = (fields: Record<string, Json>) =>
  REST.map((rule) =>
    (rule as Record<string, Json>).priority === 120 ? { ...(rule as object), ...fields } : rule,
  ) as Json[];

const words = (of: Record<string, string>) => {
  const all: Record<string, string> = {
    from: "10.1.0.0/16",
    to: "10.2.0.1",
    iif: "theirs0",
    oif: "gone0",
    fwmark: "0x1/0xff",
    tos: "0x10",
    ipproto: "tcp",
    sport: "80",
    dport: "8000-8010",
    uidrange: "0-0",
    suppress_prefixlength: "0",
    table: "101",
    protocol: "205",
    ...of,
  };
  return Object.entries(all)
    .filter(([, value]) => value !== "")
    .flat()
    .join(" ");
};

/** Somebody deletes ours and puts another in its place. */
const anew = (of: Record<string, string>, not = "not ") => [
  "ip rule del priority 90",
  `ip rule add ${not}priority 90 ${words(of)}`,
];
const drift = (of: Record<string, string>, told: string): Drift[] => [
  { by: anew(of), says: [`change rule 90 in host: ${told}`] },
];
const step = (fields: Record<string, Json>, told: string): Step[] => [
  { to: declared(fields), does: [`change rule 90 in host: ${told}`] },
];

export const rule: LiveSpec = {
  kind: "rule",
  base: declared(),
  creates: [
    "create rule 90 in host",
    "create rule 89 in host",
    "create rule 88 in host",
    "create rule 120 in host",
    "create rule 130 in host",
    "create rule 100 (IPv6) in host",
    "create rule 99 (IPv6) in host",
    "create rule 60 (IPv6) in host",
  ],
  drifts: {
    priority: [
      { by: ["ip rule del priority 90"], says: ["create rule 90 in host"] },
      { by: ["ip -6 rule flush table 100"], says: ["create rule 100 (IPv6) in host"] },
      {
        by: ["ip rule add priority 90 from 10.9.0.0/16 table 9 protocol 205"],
        says: ["delete rule 90, once more in host"],
      },
    ],
    not: [{ by: anew({}, ""), says: ["change rule 90 in host: not false -> true"] }],
    from: drift({ from: "10.7.0.0/16" }, 'from "10.7.0.0/16" -> "10.1.0.0/16"'),
    to: drift({ to: "" }, 'to null -> "10.2.0.1/32"'),
    iif: drift({ iif: "theirs1" }, 'iif "theirs1" -> "theirs0"'),
    oif: drift({ oif: "theirs1" }, 'oif "theirs1" -> "gone0"'),
    fwmark: drift({ fwmark: "0x1" }, 'fwmark "0x1" -> "0x1/0xff"'),
    tos: drift({ tos: "0x08" }, 'tos "0x08" -> "0x10"'),
    ipproto: drift({ ipproto: "udp" }, 'ipproto "17" -> "6"'),
    sport: drift({ sport: "80-81" }, 'sport "80-81" -> "80"'),
    dport: drift({ dport: "" }, 'dport null -> "8000-8010"'),
    uidrange: drift({ uidrange: "" }, 'uidrange null -> "0-0"'),
    table: drift({ table: "102" }, "table 102 -> 101"),
    suppressPrefixlength: drift({ suppress_prefixlength: "8" }, 'suppressPrefixlength "8" -> "0"'),
    type: [
      ...drift(
        { type: "blackhole", table: "", suppress_prefixlength: "" },
        'type "blackhole" -> "unicast", table null -> 101, suppressPrefixlength null -> "0"',
      ),
      {
        by: ["ip -6 rule del priority 99", "ip -6 rule add priority 99 iif lo type blackhole protocol 205"],
        says: ['change rule 99 (IPv6) in host: type "blackhole" -> "prohibit"'],
      },
    ],
    protocol: drift({ protocol: "static" }, 'protocol "4" -> "205"'),
    goto: [
      {
        by: ["ip rule del priority 120", "ip rule add priority 120 iif lo goto 32766 protocol 205"],
        says: ["change rule 120 in host: goto 32766 -> 130"],
      },
      {
        by: ["ip rule del priority 120", "ip rule add priority 120 iif lo table 100 protocol 205"],
        says: ["change rule 120 in host: table 100 -> null, goto null -> 130"],
      },
      { by: ["ip rule del priority 130"], says: ["create rule 130 in host"] },
    ],
    other: [{ by: anew({ realms: "3/4" }), says: ['change rule 90 in host: other "realms 3/4" -> null'] }],
  },
  steps: {
    priority: [
      {
        to: declared({ priority: 95 }),
        does: [
          "create rule 95 in host",
          "create rule 94 in host",
          "create rule 93 in host",
          "delete rule 88 in host",
          "delete rule 89 in host",
          "delete rule 90 in host",
        ],
      },
    ],
    family: [
      {
        to: declared({}, [...REST.slice(0, 3), { iif: "lo", type: "prohibit" }, ...REST.slice(4)]),
        does: ["create rule 87 in host", "delete rule 99 (IPv6) in host"],
      },
    ],
    not: step({ not: false }, "not true -> false"),
    from: step({ from: "10.7.0.0/16" }, 'from "10.1.0.0/16" -> "10.7.0.0/16"'),
    to: step({ to: "0.0.0.0/0" }, 'to "10.2.0.1/32" -> null'),
    iif: step({ iif: "lo" }, 'iif "theirs0" -> "lo"'),
    oif: step({ oif: "theirs1" }, 'oif "gone0" -> "theirs1"'),
    fwmark: step({ fwmark: 7 }, 'fwmark "0x1/0xff" -> "0x7"'),
    tos: step({ tos: 4 }, 'tos "0x10" -> "0x04"'),
    goto: [
      {
        to: declared({}, rest({ goto: 32767 })),
        does: ["change rule 120 in host: goto 130 -> 32767"],
      },
      {
        to: declared({}, rest({ goto: undefined as unknown as Json, table: 7 })),
        does: ["change rule 120 in host: table null -> 7, goto 130 -> null"],
      },
    ],
    ipproto: step({ ipproto: 132 }, 'ipproto "6" -> "132"'),
    sport: step({ sport: "80-81" }, 'sport "80" -> "80-81"'),
    dport: step({ dport: 8000 }, 'dport "8000-8010" -> "8000"'),
    uidrange: step({ uidrange: undefined as unknown as Json }, 'uidrange "0-0" -> null'),
    table: step({ table: "default" }, "table 101 -> 253"),
    suppressPrefixlength: step({ suppressPrefixlength: 16 }, 'suppressPrefixlength "0" -> "16"'),
    type: [
      {
        to: declared({}, [REST[0]!, { from: "10.3.0.0/16", type: "prohibit" }, ...REST.slice(2)]),
        does: ['change rule 89 in host: type "blackhole" -> "prohibit"'],
      },
    ],
  },
  removal: {
    to: { host: { rules: [] } },
    does: [
      "delete rule 88 in host",
      "delete rule 89 in host",
      "delete rule 90 in host",
      "delete rule 120 in host",
      "delete rule 130 in host",
      "delete rule 60 (IPv6) in host",
      "delete rule 99 (IPv6) in host",
      "delete rule 100 (IPv6) in host",
    ],
  },
  foreign: {
    by: [
      `ip rule add not priority 90 ${words({ protocol: "static" })}`,
      "ip rule add priority 89 from 10.8.0.0/16 tos 0x10 realms 3/4 table 7",
      "ip rule add priority 88 goto 32766",
      "ip -6 rule add priority 100 from fd09::/64 type prohibit",
      // Beside ours, at other places.
      "ip rule add priority 87 from 10.1.0.0/16 table 101",
      "ip -6 rule add priority 98 from fd01::/64 table 100",
    ],
    refusal:
      /rule 90 in host exists.*\nrule 89 in host exists.*\nrule 88 in host exists.*\nrule 100 \(IPv6\) in host exists/,
    adopts: [
      'adopt rule 90 in host: protocol "4" -> "205"',
      'adopt rule 89 in host: type "unicast" -> "blackhole", table 7 -> null, from "10.8.0.0/16" -> "10.3.0.0/16", tos "0x10" -> null, protocol "0" -> "205", other "realms 3/4" -> null',
      'adopt rule 88 in host: type "unicast" -> "unreachable", goto 32766 -> null, to null -> "10.4.0.0/16", protocol "0" -> "205"',
      "create rule 120 in host",
      "create rule 130 in host",
      'adopt rule 100 (IPv6) in host: type "prohibit" -> "unicast", table null -> 100, from "fd09::/64" -> "fd01::/64", protocol "0" -> "205"',
      "create rule 99 (IPv6) in host",
      "create rule 60 (IPv6) in host",
    ],
  },
};
