import { expect } from "vitest";
import type { Json } from "../../../../providers/host/json.ts";
import type { LiveSpec } from "./spec.ts";

const declared = (...addresses: Json[]) => ({ host: { links: { br0: { type: "bridge", addresses } } } });
const LOCAL = { address: "10.3.3.1/24", scope: "link" };
const PAIR = { address: "10.2.2.1/32", peer: "10.2.2.2/32" };
const BASE: Json[] = ["10.1.1.1/24", "10.1.1.2/24", "10.1.1.3/24", LOCAL, PAIR, "fd00::1/64"];
const without = (entry: Json) => BASE.filter((other) => other !== entry);

/** Time runs while a plan is made. */
const limited = (cidr: string, words: string): string =>
  expect.stringMatching(`^change address br0 ${cidr} in host: lifetime "${words}" -> "forever"$`);

export const address: LiveSpec = {
  kind: "address",
  base: declared(...BASE),
  creates: [
    "create link br0 in host",
    "create address br0 10.1.1.1/24 in host",
    "create address br0 10.1.1.2/24 in host",
    "create address br0 10.1.1.3/24 in host",
    "create address br0 10.3.3.1/24 in host",
    "create address br0 10.2.2.1/32 in host",
    "create address br0 fd00::1/64 in host",
  ],
  drifts: {
    address: [
      {
        by: ["ip addr del 10.1.1.1/24 dev br0"],
        says: [
          "create address br0 10.1.1.1/24 in host",
          "create address br0 10.1.1.2/24 in host",
          "create address br0 10.1.1.3/24 in host",
        ],
      },
      { by: ["ip addr del 10.1.1.2/24 dev br0"], says: ["create address br0 10.1.1.2/24 in host"] },
      { by: ["ip addr del fd00::1/64 dev br0"], says: ["create address br0 fd00::1/64 in host"] },
      { by: ["ip addr add 10.1.1.9/24 dev br0"], says: ["delete address br0 10.1.1.9/24 in host"] },
      { by: ["ip addr add fd00::9/64 dev br0"], says: ["delete address br0 fd00::9/64 in host"] },
      {
        by: ["ip -4 addr flush dev br0", "ip -6 addr flush dev br0 scope global"],
        says: [
          "create address br0 10.1.1.1/24 in host",
          "create address br0 10.1.1.2/24 in host",
          "create address br0 10.1.1.3/24 in host",
          "create address br0 10.3.3.1/24 in host",
          "create address br0 10.2.2.1/32 in host",
          "create address br0 fd00::1/64 in host",
        ],
      },
    ],
    scope: [
      {
        by: ["ip addr del 10.3.3.1/24 dev br0", "ip addr add 10.3.3.1/24 dev br0 scope host"],
        says: [
          'delete address br0 10.3.3.1/24 in host: scope "host" -> "link"',
          "create address br0 10.3.3.1/24 in host",
        ],
      },
      {
        by: ["ip addr del 10.3.3.1/24 dev br0", "ip addr add 10.3.3.1/24 dev br0"],
        says: [
          'delete address br0 10.3.3.1/24 in host: scope "global" -> "link"',
          "create address br0 10.3.3.1/24 in host",
        ],
      },
    ],
    peer: [
      {
        by: ["ip addr del 10.2.2.1 peer 10.2.2.2/32 dev br0", "ip addr add 10.2.2.1 peer 10.2.2.3/32 dev br0"],
        says: [
          'delete address br0 10.2.2.1/32 in host: peer "10.2.2.3/32" -> "10.2.2.2/32"',
          "create address br0 10.2.2.1/32 in host",
        ],
      },
      {
        by: ["ip addr del 10.2.2.1 peer 10.2.2.2/32 dev br0", "ip addr add 10.2.2.1/32 dev br0"],
        says: [
          'delete address br0 10.2.2.1/32 in host: peer null -> "10.2.2.2/32"',
          "create address br0 10.2.2.1/32 in host",
        ],
      },
    ],
    route: [
      {
        by: [
          "ip route del 10.1.1.0/24 dev br0",
          "ip route del 10.2.2.2 dev br0",
          "ip route del 10.3.3.0/24 dev br0",
          "ip -6 route del fd00::/64 dev br0",
        ],
        says: [
          ...[1, 2, 3].map((host) => `change address br0 10.1.1.${host}/24 in host: route "missing" -> "there"`),
          'change address br0 10.3.3.1/24 in host: route "missing" -> "there"',
          'change address br0 10.2.2.1/32 in host: route "missing" -> "there"',
          'change address br0 fd00::1/64 in host: route "missing" -> "there"',
        ],
      },
    ],
    turn: [
      {
        by: [
          "sysctl -q net.ipv4.conf.br0.promote_secondaries=1",
          "ip addr del 10.1.1.1/24 dev br0",
          "ip addr add 10.1.1.1/24 dev br0",
          "sysctl -q net.ipv4.conf.br0.promote_secondaries=0",
        ],
        says: [
          'delete address br0 10.1.1.1/24 in host: turn "10.1.1.1/24 in 10.1.1.2/24, 10.1.1.3/24, 10.1.1.1/24" -> "10.1.1.1/24 before 10.1.1.2/24, 10.1.1.3/24"',
          'delete address br0 10.1.1.2/24 in host: turn "10.1.1.2/24 in 10.1.1.2/24, 10.1.1.3/24, 10.1.1.1/24" -> "10.1.1.2/24 after 10.1.1.1/24"',
          'delete address br0 10.1.1.3/24 in host: turn "10.1.1.3/24 in 10.1.1.2/24, 10.1.1.3/24, 10.1.1.1/24" -> "10.1.1.3/24 after 10.1.1.1/24"',
          "create address br0 10.1.1.1/24 in host",
          "create address br0 10.1.1.2/24 in host",
          "create address br0 10.1.1.3/24 in host",
        ],
      },
    ],
    lifetime: [
      {
        by: [
          "ip addr change 10.1.1.1/24 dev br0 valid_lft 1000 preferred_lft 1000",
          "ip addr change 10.2.2.1 peer 10.2.2.2/32 dev br0 preferred_lft 0",
          "ip addr change fd00::1/64 dev br0 nodad valid_lft 1000 preferred_lft 0",
        ],
        says: [
          limited("10.1.1.1/24", "valid_lft \\d+ preferred_lft \\d+"),
          limited("10.2.2.1/32", "valid_lft forever preferred_lft 0"),
          limited("fd00::1/64", "valid_lft \\d+ preferred_lft 0"),
        ],
      },
    ],
  },
  steps: {
    address: [
      {
        to: declared("10.1.1.9/24"),
        does: [
          "create address br0 10.1.1.9/24 in host",
          "delete address br0 10.3.3.1/24 in host",
          "delete address br0 10.2.2.1/32 in host",
          "delete address br0 10.1.1.1/24 in host",
          "delete address br0 10.1.1.2/24 in host",
          "delete address br0 10.1.1.3/24 in host",
          "delete address br0 fd00::1/64 in host",
        ],
      },
      {
        to: declared("10.1.1.9/24", "10.1.1.1/24", "10.1.1.2/24"),
        does: [
          'delete address br0 10.1.1.1/24 in host: turn "10.1.1.1/24 in 10.1.1.1/24, 10.1.1.2/24, 10.1.1.3/24" -> "10.1.1.1/24 after 10.1.1.9/24"',
          'delete address br0 10.1.1.2/24 in host: turn "10.1.1.2/24 in 10.1.1.1/24, 10.1.1.2/24, 10.1.1.3/24" -> "10.1.1.2/24 after 10.1.1.9/24"',
          "create address br0 10.1.1.9/24 in host",
          "create address br0 10.1.1.1/24 in host",
          "create address br0 10.1.1.2/24 in host",
          "delete address br0 10.3.3.1/24 in host",
          "delete address br0 10.2.2.1/32 in host",
          "delete address br0 10.1.1.3/24 in host",
          "delete address br0 fd00::1/64 in host",
        ],
      },
      {
        to: declared(...BASE, "10.1.1.4/24", "fd00::2/128"),
        does: ["create address br0 10.1.1.4/24 in host", "create address br0 fd00::2/128 in host"],
      },
      {
        to: declared(),
        does: [
          "delete address br0 10.3.3.1/24 in host",
          "delete address br0 10.2.2.1/32 in host",
          "delete address br0 10.1.1.1/24 in host",
          "delete address br0 10.1.1.2/24 in host",
          "delete address br0 10.1.1.3/24 in host",
          "delete address br0 fd00::1/64 in host",
        ],
      },
    ],
    scope: [
      {
        to: declared(...without(LOCAL), "10.3.3.1/24"),
        does: [
          'delete address br0 10.3.3.1/24 in host: scope "link" -> "global"',
          "create address br0 10.3.3.1/24 in host",
        ],
      },
    ],
    peer: [
      {
        to: declared(...without(PAIR), "10.2.2.1/32"),
        does: [
          'delete address br0 10.2.2.1/32 in host: peer "10.2.2.2/32" -> null',
          "create address br0 10.2.2.1/32 in host",
        ],
      },
      {
        to: declared(...without(PAIR), { ...PAIR, peer: "10.2.2.9/32" }),
        does: [
          'delete address br0 10.2.2.1/32 in host: peer "10.2.2.2/32" -> "10.2.2.9/32"',
          "create address br0 10.2.2.1/32 in host",
        ],
      },
      {
        to: declared(...without(PAIR), { address: "10.2.2.1/30", peer: "10.2.2.2/30" }),
        does: ["create address br0 10.2.2.1/30 in host", "delete address br0 10.2.2.1/32 in host"],
      },
    ],
  },
  removal: {
    to: declared(),
    does: [
      "delete address br0 10.3.3.1/24 in host",
      "delete address br0 10.1.1.1/24 in host",
      "delete address br0 10.2.2.1/32 in host",
      "delete address br0 10.1.1.2/24 in host",
      "delete address br0 10.1.1.3/24 in host",
      "delete address br0 fd00::1/64 in host",
    ],
  },
  foreign: {
    by: [
      "ip link add br0 type bridge",
      "ip link set br0 up",
      "ip addr add 10.1.1.77/24 dev br0",
      "ip addr add 10.3.3.1/24 dev br0 scope link",
    ],
    refusal: /^link br0 in host exists[^\n]*$/,
    adopts: [
      "adopt link br0 in host: keepsMac false -> true",
      "create address br0 10.1.1.1/24 in host",
      "create address br0 10.1.1.2/24 in host",
      "create address br0 10.1.1.3/24 in host",
      "adopt address br0 10.3.3.1/24 in host",
      "create address br0 10.2.2.1/32 in host",
      "create address br0 fd00::1/64 in host",
    ],
  },
};
