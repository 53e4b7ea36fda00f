import type { LiveSpec } from "./spec.ts";

/** In a namespace that comes with the declaration: what it was born with is what it goes back to. */
const BORN = {
  sysctls: { "net.ipv4.ip_forward": "1", "net.ipv4.tcp_syncookies": "0", "net.ipv4.conf.lo.rp_filter": "2" },
};

const declared = (forward: string, ports: string, filter = "2") => ({
  host: {
    links: { br0: { type: "bridge" } },
    sysctls: {
      "net.ipv4.ip_forward": forward,
      "net.ipv6.conf.all.forwarding": forward,
      "net.ipv4.ip_local_port_range": ports,
      "net.ipv4.ip_local_reserved_ports": "40000,40002-40004",
      "net/ipv4/conf/br0/rp_filter": filter,
    },
  },
  RED: BORN,
});

export const sysctl: LiveSpec = {
  kind: "sysctl",
  base: declared("1", "40000 50000"),
  creates: [
    "create namespace RED",
    "create link br0 in host",
    "create link lo in RED",
    'adopt sysctl net.ipv4.ip_forward in host: value "0" -> "1"',
    'adopt sysctl net.ipv6.conf.all.forwarding in host: value "0" -> "1"',
    'adopt sysctl net.ipv4.ip_local_port_range in host: value "32768 60999" -> "40000 50000"',
    'adopt sysctl net.ipv4.ip_local_reserved_ports in host: value "" -> "40000,40002-40004"',
    "create sysctl net.ipv4.conf.br0.rp_filter in host",
    "create sysctl net.ipv4.ip_forward in RED",
    "create sysctl net.ipv4.tcp_syncookies in RED",
    "create sysctl net.ipv4.conf.lo.rp_filter in RED",
  ],
  drifts: {
    value: [
      {
        by: ["sysctl -q -w net.ipv4.ip_forward=0"],
        says: ['change sysctl net.ipv4.ip_forward in host: value "0" -> "1"'],
      },
      {
        by: ["sysctl -q -w net.ipv6.conf.all.forwarding=0"],
        says: ['change sysctl net.ipv6.conf.all.forwarding in host: value "0" -> "1"'],
      },
      {
        by: ["sysctl -q -w net.ipv4.conf.br0.rp_filter=0"],
        says: ['change sysctl net.ipv4.conf.br0.rp_filter in host: value "0" -> "2"'],
      },
      {
        by: ["sysctl -q -w net.ipv4.ip_local_reserved_ports=1"],
        says: ['change sysctl net.ipv4.ip_local_reserved_ports in host: value "1" -> "40000,40002-40004"'],
      },
      {
        by: ["ip netns exec RED sysctl -q -w net.ipv4.tcp_syncookies=2"],
        says: ['change sysctl net.ipv4.tcp_syncookies in RED: value "2" -> "0"'],
      },
    ],
  },
  steps: {
    value: [
      {
        to: declared("0", "40000\t50000"),
        does: [
          'change sysctl net.ipv4.ip_forward in host: value "1" -> "0"',
          'change sysctl net.ipv6.conf.all.forwarding in host: value "1" -> "0"',
        ],
      },
      {
        to: declared("1", "41000 51000", "1"),
        does: [
          'change sysctl net.ipv4.ip_local_port_range in host: value "40000 50000" -> "41000 51000"',
          'change sysctl net.ipv4.conf.br0.rp_filter in host: value "2" -> "1"',
        ],
      },
      {
        to: { host: { links: { br0: { type: "bridge" } }, sysctls: {} }, RED: {} },
        does: [
          'release sysctl net.ipv4.ip_forward in host: value "1" -> "0"',
          'release sysctl net.ipv6.conf.all.forwarding in host: value "1" -> "0"',
          'release sysctl net.ipv4.ip_local_port_range in host: value "40000 50000" -> "32768 60999"',
          'release sysctl net.ipv4.ip_local_reserved_ports in host: value "40000,40002-40004" -> ""',
          'release sysctl net.ipv4.conf.br0.rp_filter in host: value "2" -> "0"',
          'release sysctl net.ipv4.ip_forward in RED: value "1" -> "0"',
          'release sysctl net.ipv4.tcp_syncookies in RED: value "0" -> "1"',
          'release sysctl net.ipv4.conf.lo.rp_filter in RED: value "2" -> "0"',
        ],
      },
    ],
  },
  removal: {
    to: {},
    does: [
      'release sysctl net.ipv4.ip_forward in host: value "1" -> "0"',
      'release sysctl net.ipv6.conf.all.forwarding in host: value "1" -> "0"',
      'release sysctl net.ipv4.ip_local_port_range in host: value "40000 50000" -> "32768 60999"',
      'release sysctl net.ipv4.ip_local_reserved_ports in host: value "40000,40002-40004" -> ""',
      'release sysctl net.ipv4.ip_forward in RED: value "1" -> "0"',
      'release sysctl net.ipv4.tcp_syncookies in RED: value "0" -> "1"',
      "delete link br0 in host",
      "delete namespace RED",
    ],
  },
  foreign: {
    by: [],
    another: { host: { sysctls: { "net.ipv4.ip_local_port_range": "30000 31000", "net.ipv4.ip_forward": "1" } } },
    refusal: /^sysctl net\.ipv4\.ip_local_port_range in host exists.*belongs to bridgework:test\/dev\/lab-2\. [^\n]*$/,
    adopts: [
      "create namespace RED",
      "create link br0 in host",
      "create link lo in RED",
      "adopt sysctl net.ipv4.ip_forward in host",
      'adopt sysctl net.ipv6.conf.all.forwarding in host: value "0" -> "1"',
      'adopt sysctl net.ipv4.ip_local_port_range in host: value "30000 31000" -> "40000 50000"',
      'adopt sysctl net.ipv4.ip_local_reserved_ports in host: value "" -> "40000,40002-40004"',
      "create sysctl net.ipv4.conf.br0.rp_filter in host",
      "create sysctl net.ipv4.ip_forward in RED",
      "create sysctl net.ipv4.tcp_syncookies in RED",
      "create sysctl net.ipv4.conf.lo.rp_filter in RED",
    ],
  },
};
