import type { LiveSpec } from "./spec.ts";

const declared = (up: boolean, addresses: string[] = ["10.255.0.1/32", "fd00::255/128"]) => ({
  RED: { links: { lo: { type: "loopback", up, addresses } } },
});

export const loopback: LiveSpec = {
  kind: "link loopback",
  base: declared(true),
  creates: [
    "create namespace RED",
    "create link lo in RED",
    "create address lo 10.255.0.1/32 in RED",
    "create address lo fd00::255/128 in RED",
  ],
  drifts: {
    up: [
      {
        by: ["ip -n RED link set lo down"],
        says: ["change link lo in RED: up false -> true", "create address lo fd00::255/128 in RED"],
      },
    ],
    mtu: [{ by: ["ip -n RED link set lo mtu 9000"], says: ["change link lo in RED: mtu 9000 -> 65536"] }],
    addresses: [
      { by: ["ip -n RED addr del 10.255.0.1/32 dev lo"], says: ["create address lo 10.255.0.1/32 in RED"] },
      { by: ["ip -n RED addr add 10.255.0.2/32 dev lo"], says: ["delete address lo 10.255.0.2/32 in RED"] },
      {
        by: ["ip netns exec RED sysctl -q -w net.ipv6.conf.lo.disable_ipv6=1"],
        says: ["change link lo in RED: disable_ipv6 1 -> 0", "create address lo fd00::255/128 in RED"],
      },
    ],
  },
  steps: {
    up: [{ to: declared(false), does: ["change link lo in RED: up true -> false"] }],
    addresses: [
      {
        to: declared(true, ["10.255.0.3/32"]),
        does: [
          "create address lo 10.255.0.3/32 in RED",
          "delete address lo 10.255.0.1/32 in RED",
          "delete address lo fd00::255/128 in RED",
        ],
      },
    ],
  },
  removal: { to: {}, does: ["delete namespace RED"] },
  foreign: {
    by: ["ip netns add RED", "ip -n RED link set lo up", "ip -n RED link set lo down"],
    refusal: /^namespace RED exists[^\n]*$/,
    adopts: [
      "adopt namespace RED",
      "adopt link lo in RED: up false -> true",
      "create address lo 10.255.0.1/32 in RED",
      "create address lo fd00::255/128 in RED",
    ],
  },
};
