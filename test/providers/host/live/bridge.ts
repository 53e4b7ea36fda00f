import type { Json } from "../../../../providers/host/json.ts";
import type { LiveSpec } from "./spec.ts";

const BR0 = {
  type: "bridge",
  stp: true,
  ageing: 60,
  forwardDelay: 4,
  mtu: 1400,
  mac: "02:00:00:00:00:01",
  up: true,
  addresses: ["11.11.11.1/24", "fd00::1/64"],
};

const declared = (fields: Record<string, Json> = {}) => ({ host: { links: { br0: { ...BR0, ...fields } } } });

const set = (words: string) => [`ip link set br0 ${words}`];
const changes = (words: string) => [`change link br0 in host: ${words}`];

export const bridge: LiveSpec = {
  kind: "link bridge",
  base: declared(),
  creates: [
    "create link br0 in host",
    "create address br0 11.11.11.1/24 in host",
    "create address br0 fd00::1/64 in host",
  ],
  drifts: {
    stp: [{ by: set("type bridge stp_state 0"), says: changes("stp false -> true") }],
    ageing: [{ by: set("type bridge ageing_time 30000"), says: changes("ageing 300 -> 60") }],
    forwardDelay: [{ by: set("type bridge forward_delay 1500"), says: changes("forwardDelay 15 -> 4") }],
    mtu: [{ by: set("mtu 1300"), says: changes("mtu 1300 -> 1400") }],
    mac: [{ by: set("address 02:00:00:00:00:09"), says: changes('mac "02:00:00:00:00:09" -> "02:00:00:00:00:01"') }],
    up: [
      {
        by: set("down"),
        says: ["change link br0 in host: up false -> true", "create address br0 fd00::1/64 in host"],
      },
    ],
    addresses: [
      { by: ["ip addr del 11.11.11.1/24 dev br0"], says: ["create address br0 11.11.11.1/24 in host"] },
      { by: ["ip addr add 10.9.9.9/32 dev br0"], says: ["delete address br0 10.9.9.9/32 in host"] },
      {
        by: ["sysctl -q -w net.ipv6.conf.br0.disable_ipv6=1"],
        says: ["change link br0 in host: disable_ipv6 1 -> 0", "create address br0 fd00::1/64 in host"],
      },
    ],
  },
  steps: {
    stp: [{ to: declared({ stp: false }), does: changes("stp true -> false") }],
    ageing: [{ to: declared({ ageing: 0 }), does: changes("ageing 60 -> 0") }],
    forwardDelay: [{ to: declared({ forwardDelay: 30 }), does: changes("forwardDelay 4 -> 30") }],
    mtu: [{ to: declared({ mtu: 9000 }), does: changes("mtu 1400 -> 9000") }],
    mac: [
      {
        to: declared({ mac: "02:00:00:00:00:02" }),
        does: changes('mac "02:00:00:00:00:01" -> "02:00:00:00:00:02"'),
      },
    ],
    up: [{ to: declared({ up: false }), does: changes("up true -> false") }],
    addresses: [
      {
        to: declared({ addresses: ["11.11.11.7/24", "fd00::1/64"] }),
        does: ["create address br0 11.11.11.7/24 in host", "delete address br0 11.11.11.1/24 in host"],
      },
    ],
  },
  lacking: {
    vlanFiltering: {
      to: declared({ vlanFiltering: true }),
      words: /change link br0 in host: vlanFiltering false -> true failed: ip said: /,
    },
    // No kernel has bridges below bridges, but it is the kernel that says so.
    master: {
      to: declared({ master: "theirs0" }),
      words: /change link br0 in host: master null -> "theirs0" failed: ip said: .+/,
    },
  },
  removal: { to: {}, does: ["delete link br0 in host"] },
  foreign: {
    by: [
      "ip link add br0 address 02:00:00:00:00:07 type bridge",
      "ip link set br0 alias theirs",
      "ip addr add 10.8.8.8/24 dev br0",
      // The kernel gives an interface a queue when it is first raised and never takes it back.
      "ip link set br0 up",
      "ip link set br0 down",
    ],
    refusal: /link br0 in host exists/,
    adopts: [
      'adopt link br0 in host: up false -> true, stp false -> true, ageing 300 -> 60, forwardDelay 15 -> 4, mac "02:00:00:00:00:07" -> "02:00:00:00:00:01", mtu 1500 -> 1400',
      "create address br0 11.11.11.1/24 in host",
      "create address br0 fd00::1/64 in host",
    ],
  },
};
