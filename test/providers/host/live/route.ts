import type { Json } from "../../../../providers/host/json.ts";
import { declared, FIXED, REST } from "./route-documents.ts";
import { DRIFTS, STEPS } from "./route-fields.ts";
import type { LiveSpec } from "./spec.ts";

export const route: LiveSpec = {
  kind: "route",
  base: declared(),
  creates: [
    "create link br0 in host",
    "create link br1 in host",
    "create address br0 11.11.11.1/24 in host",
    "create address br0 11.11.11.2/24 in host",
    "create address br0 fd00::1/64 in host",
    "create address br0 fd00::2/64 in host",
    "create address br1 11.11.12.1/24 in host",
    "create address br1 fd01::1/64 in host",
    "create route 10.1.0.0/16 metric 5 in host",
    "create route fd10::/32 metric 5 in host",
    "create route default in host",
    "create route default (IPv6) in host",
    "create route default (IPv6) table 100 in host",
    "create route 10.2.0.0/16 in host",
    "create route 10.3.0.0/16 table 100 in host",
    "create route 10.4.0.1/32 metric 9 in host",
    "create route fd13::/32 in host",
    "create route fd14::/32 metric 9 table 100 in host",
    "create route 10.5.0.0/16 in host",
    "create route fd15::/32 in host",
    "create route 10.6.0.0/16 in host",
    "create route fd16::/32 in host",
    "create route 10.7.0.0/16 in host",
    "create route 10.8.0.0/16 in host",
    "create route fd18::/32 in host",
  ],
  drifts: {
    to: [
      { by: ["ip route del 10.1.0.0/16 metric 5"], says: ["create route 10.1.0.0/16 metric 5 in host"] },
      { by: ["ip -6 route del default"], says: ["create route default (IPv6) in host"] },
      { by: ["ip route flush table 100"], says: ["create route 10.3.0.0/16 table 100 in host"] },
      {
        by: ["ip -6 route flush table 100"],
        says: ["create route default (IPv6) table 100 in host", "create route fd14::/32 metric 9 table 100 in host"],
      },
      {
        by: ["ip link set br0 down", "ip link set br0 up"],
        says: [
          "create address br0 fd00::1/64 in host",
          "create address br0 fd00::2/64 in host",
          "create route 10.1.0.0/16 metric 5 in host",
          "create route fd10::/32 metric 5 in host",
          "create route default in host",
          "create route default (IPv6) in host",
          "create route 10.2.0.0/16 in host",
          "create route 10.6.0.0/16 in host",
          "create route fd16::/32 in host",
          "create route 10.7.0.0/16 in host",
        ],
      },
    ],
    via: [
      {
        by: ["ip route replace 10.1.0.0/16 via 11.11.11.8 metric 5 proto 205"],
        says: [
          'change route 10.1.0.0/16 metric 5 in host: source null -> "11.11.11.2", via "11.11.11.8" -> "11.11.11.9"',
        ],
      },
      {
        by: ["ip -6 route replace fd10::/32 via fd00::8 metric 5 proto 205 src fd00::2"],
        says: ['change route fd10::/32 metric 5 in host: via "fd00::8" -> "fd00::9"'],
      },
    ],
    ahead: [
      {
        by: ["ip route prepend 10.2.0.0/16 via 11.11.11.8", "ip route prepend prohibit 10.2.0.0/16"],
        says: [
          "delete route 10.2.0.0/16 ahead of ours, via 11.11.11.8 dev br0 in host",
          "delete route 10.2.0.0/16 ahead of ours, prohibit in host",
        ],
      },
    ],
    dev: [
      {
        by: ["ip route replace 10.2.0.0/16 dev br1"],
        says: ['change route 10.2.0.0/16 in host: protocol "3" -> "205", dev "br1" -> "br0"'],
      },
      {
        by: ["ip -6 route replace default dev br0 table 100 proto 205"],
        says: ['change route default (IPv6) table 100 in host: dev "br0" -> "br1"'],
      },
    ],
    metric: [
      {
        by: [
          "ip route del 10.1.0.0/16 metric 5",
          "ip route add 10.1.0.0/16 via 11.11.11.9 src 11.11.11.2 metric 6 proto 205",
        ],
        says: ["create route 10.1.0.0/16 metric 5 in host", "delete route 10.1.0.0/16 metric 6 in host"],
      },
    ],
    table: [
      {
        by: ["ip route del 10.3.0.0/16 table 100", "ip route add 10.3.0.0/16 dev br0 table 101 proto 205"],
        says: ["create route 10.3.0.0/16 table 100 in host", "delete route 10.3.0.0/16 table 101 in host"],
      },
    ],
    type: [
      {
        by: ["ip route replace unreachable 10.3.0.0/16 table 100 proto 205"],
        says: ['change route 10.3.0.0/16 table 100 in host: type "unreachable" -> "blackhole"'],
      },
      {
        by: ["ip -6 route replace unreachable fd13::/32 proto 205"],
        says: ['change route fd13::/32 in host: type "unreachable" -> "blackhole"'],
      },
      {
        by: ["ip route replace blackhole 10.1.0.0/16 metric 5 proto 205"],
        says: [
          'change route 10.1.0.0/16 metric 5 in host: type "blackhole" -> "unicast", source null -> "11.11.11.2", via null -> "11.11.11.9", dev null -> "br0"',
        ],
      },
      {
        by: ["ip -6 route replace blackhole fd10::/32 metric 5 proto 205"],
        says: [
          'change route fd10::/32 metric 5 in host: type "blackhole" -> "unicast", source null -> "fd00::2", via null -> "fd00::9", dev "lo" -> "br0"',
        ],
      },
    ],
    source: [
      {
        by: ["ip route replace 10.1.0.0/16 via 11.11.11.9 metric 5 proto 205"],
        says: ['change route 10.1.0.0/16 metric 5 in host: source null -> "11.11.11.2"'],
      },
      {
        by: ["ip -6 route replace fd10::/32 via fd00::9 metric 5 proto 205"],
        says: ['change route fd10::/32 metric 5 in host: source null -> "fd00::2"'],
      },
    ],
    scope: [
      {
        by: ["ip route replace 10.2.0.0/16 dev br0 scope global proto 205"],
        says: ['change route 10.2.0.0/16 in host: scope "global" -> "link"'],
      },
    ],
    ...DRIFTS,
    family: [{ by: ["ip -6 route del default table 100"], says: ["create route default (IPv6) table 100 in host"] }],
  },
  steps: {
    to: [
      {
        to: declared({ to: "10.9.0.0/16" }, { to: "fd19::/32" }),
        does: [
          "create route 10.9.0.0/16 metric 5 in host",
          "create route fd19::/32 metric 5 in host",
          "delete route 10.1.0.0/16 metric 5 in host",
          "delete route fd10::/32 metric 5 in host",
        ],
      },
    ],
    via: [
      {
        to: declared({ via: "11.11.11.7" }, { via: "fd00::7" }),
        does: [
          'change route 10.1.0.0/16 metric 5 in host: via "11.11.11.9" -> "11.11.11.7"',
          'change route fd10::/32 metric 5 in host: via "fd00::9" -> "fd00::7"',
        ],
      },
    ],
    dev: [
      {
        to: declared({ via: "11.11.12.7", dev: "br1" }, { via: "fd01::7", dev: "br1" }),
        does: [
          'change route 10.1.0.0/16 metric 5 in host: via "11.11.11.9" -> "11.11.12.7", dev "br0" -> "br1"',
          'change route fd10::/32 metric 5 in host: via "fd00::9" -> "fd01::7", dev "br0" -> "br1"',
        ],
      },
    ],
    metric: [
      {
        to: declared({ metric: 6 }, { metric: 0 }),
        does: [
          "create route 10.1.0.0/16 metric 6 in host",
          "create route fd10::/32 in host",
          "delete route 10.1.0.0/16 metric 5 in host",
          "delete route fd10::/32 metric 5 in host",
        ],
      },
    ],
    table: [
      {
        to: declared({ table: 101 }, { table: 101 }),
        does: [
          "create route 10.1.0.0/16 metric 5 table 101 in host",
          "create route fd10::/32 metric 5 table 101 in host",
          "delete route 10.1.0.0/16 metric 5 in host",
          "delete route fd10::/32 metric 5 in host",
        ],
      },
    ],
    type: [
      {
        to: {
          host: {
            ...FIXED,
            routes: [
              { to: "10.1.0.0/16", metric: 5, type: "blackhole" },
              { to: "fd10::/32", metric: 5, type: "unreachable" },
              ...REST,
            ] as Json[],
          },
        },
        does: [
          'change route 10.1.0.0/16 metric 5 in host: type "unicast" -> "blackhole", source "11.11.11.2" -> null',
          'change route fd10::/32 metric 5 in host: type "unicast" -> "unreachable", source "fd00::2" -> null',
        ],
      },
    ],
    source: [
      {
        to: declared({ source: "11.11.11.1" }, { source: "fd00::1" }),
        does: [
          'change route 10.1.0.0/16 metric 5 in host: source "11.11.11.2" -> "11.11.11.1"',
          'change route fd10::/32 metric 5 in host: source "fd00::2" -> "fd00::1"',
        ],
      },
    ],
    ...STEPS,
    family: [
      {
        to: { host: { ...FIXED, routes: REST.map(({ family, ...json }) => json) } },
        does: [
          "create route default table 100 in host",
          "delete route 10.1.0.0/16 metric 5 in host",
          "delete route default (IPv6) table 100 in host",
          "delete route fd10::/32 metric 5 in host",
        ],
      },
    ],
  },
  removal: {
    to: { host: FIXED },
    does: [
      "delete route 10.3.0.0/16 table 100 in host",
      "delete route default in host",
      "delete route 10.1.0.0/16 metric 5 in host",
      "delete route 10.2.0.0/16 in host",
      "delete route 10.4.0.1/32 metric 9 in host",
      "delete route 10.5.0.0/16 in host",
      "delete route 10.6.0.0/16 in host",
      "delete route 10.7.0.0/16 in host",
      "delete route 10.8.0.0/16 in host",
      "delete route fd14::/32 metric 9 table 100 in host",
      "delete route default (IPv6) table 100 in host",
      "delete route fd10::/32 metric 5 in host",
      "delete route fd13::/32 in host",
      "delete route fd15::/32 in host",
      "delete route fd16::/32 in host",
      "delete route fd18::/32 in host",
      "delete route default (IPv6) in host",
    ],
  },
  foreign: {
    by: [
      "ip route add 10.2.0.0/16 via 192.168.77.5 mtu 1400 advmss 1000 congctl reno rto_min 300ms features ecn",
      "ip route add unreachable 10.3.0.0/16 table 100",
      "ip route add 10.4.0.1/32 metric 9 nexthop via 192.168.77.5 weight 2 nexthop via 192.168.77.6 dev theirs0 onlink",
      "ip -6 route add unreachable fd13::/32",
      "ip route add 10.1.0.0/16 via 192.168.77.5 metric 6",
      "ip route add 10.1.0.0/16 via 192.168.77.5 metric 5 tos 8",
    ],
    refusal: /route 10\.2\.0\.0\/16 in host exists.*\nroute 10\.3\.0\.0\/16 table 100 in host exists/,
    adopts: [
      "create link br0 in host",
      "create link br1 in host",
      "create address br0 11.11.11.1/24 in host",
      "create address br0 11.11.11.2/24 in host",
      "create address br0 fd00::1/64 in host",
      "create address br0 fd00::2/64 in host",
      "create address br1 11.11.12.1/24 in host",
      "create address br1 fd01::1/64 in host",
      "create route 10.1.0.0/16 metric 5 in host",
      "create route fd10::/32 metric 5 in host",
      "create route default in host",
      "create route default (IPv6) in host",
      "create route default (IPv6) table 100 in host",
      'adopt route 10.2.0.0/16 in host: protocol "3" -> "205", mtu 1400 -> null, advmss 1000 -> null, rtoMin 300 -> null, congctl "reno" -> null, other "features ecn" -> null, via "192.168.77.5" -> null, dev "theirs0" -> "br0", scope "global" -> "link"',
      'adopt route 10.3.0.0/16 table 100 in host: type "unreachable" -> "blackhole", protocol "3" -> "205"',
      'adopt route 10.4.0.1/32 metric 9 in host: type "unicast" -> "unreachable", protocol "3" -> "205"',
      'adopt route fd13::/32 in host: type "unreachable" -> "blackhole", protocol "3" -> "205"',
      "create route fd14::/32 metric 9 table 100 in host",
      "create route 10.5.0.0/16 in host",
      "create route fd15::/32 in host",
      "create route 10.6.0.0/16 in host",
      "create route fd16::/32 in host",
      "create route 10.7.0.0/16 in host",
      "create route 10.8.0.0/16 in host",
      "create route fd18::/32 in host",
    ],
  },
};
