import type { Json } from "../../../../providers/host/json.ts";
import type { LiveSpec } from "./spec.ts";

const BR0 = {
  type: "bridge",
  stp: true,
  priority: 4096,
  ageing: 60,
  forwardDelay: 4,
  helloTime: 1,
  maxAge: 10,
  groupFwdMask: 0x4000,
  mcastSnooping: false,
  mcastQuerier: true,
  mcastRouter: 2,
  nfCallIptables: true,
  nfCallIp6tables: true,
  nfCallArptables: true,
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
    priority: [{ by: set("type bridge priority 8192"), says: changes("priority 8192 -> 4096") }],
    helloTime: [{ by: set("type bridge hello_time 300"), says: changes("helloTime 3 -> 1") }],
    maxAge: [{ by: set("type bridge max_age 2000"), says: changes("maxAge 20 -> 10") }],
    groupFwdMask: [{ by: set("type bridge group_fwd_mask 0x4008"), says: changes("groupFwdMask 16392 -> 16384") }],
    mcastSnooping: [{ by: set("type bridge mcast_snooping 1"), says: changes("mcastSnooping true -> false") }],
    mcastQuerier: [{ by: set("type bridge mcast_querier 0"), says: changes("mcastQuerier false -> true") }],
    mcastRouter: [{ by: set("type bridge mcast_router 0"), says: changes("mcastRouter 0 -> 2") }],
    nfCallIptables: [{ by: set("type bridge nf_call_iptables 0"), says: changes("nfCallIptables false -> true") }],
    nfCallIp6tables: [{ by: set("type bridge nf_call_ip6tables 0"), says: changes("nfCallIp6tables false -> true") }],
    nfCallArptables: [{ by: set("type bridge nf_call_arptables 0"), says: changes("nfCallArptables false -> true") }],
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
    priority: [{ to: declared({ priority: 32768 }), does: changes("priority 4096 -> 32768") }],
    helloTime: [{ to: declared({ helloTime: 10 }), does: changes("helloTime 1 -> 10") }],
    maxAge: [{ to: declared({ maxAge: 40 }), does: changes("maxAge 10 -> 40") }],
    groupFwdMask: [{ to: declared({ groupFwdMask: 0 }), does: changes("groupFwdMask 16384 -> 0") }],
    mcastSnooping: [{ to: declared({ mcastSnooping: true }), does: changes("mcastSnooping false -> true") }],
    mcastQuerier: [{ to: declared({ mcastQuerier: false }), does: changes("mcastQuerier true -> false") }],
    mcastRouter: [{ to: declared({ mcastRouter: 0 }), does: changes("mcastRouter 2 -> 0") }],
    nfCallIptables: [{ to: declared({ nfCallIptables: false }), does: changes("nfCallIptables true -> false") }],
    nfCallIp6tables: [{ to: declared({ nfCallIp6tables: false }), does: changes("nfCallIp6tables true -> false") }],
    nfCallArptables: [{ to: declared({ nfCallArptables: false }), does: changes("nfCallArptables true -> false") }],
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
    vlans: {
      to: declared({ vlanFiltering: true, vlans: [{ id: 10 }] }),
      words: /change link br0 in host: vlanFiltering false -> true, vlans null -> "10" failed: bridge said: /,
    },
    // No kernel has bridges below bridges, but it is the kernel that says so.
    master: {
      to: declared({ master: "theirs0" }),
      words: /change link br0 in host: master null -> "theirs0" failed: ip said: .+/,
    },
    port: {
      to: declared({ master: "theirs0", port: { hairpin: true } }),
      words: /change link br0 in host: master null -> "theirs0", port.hairpin null -> true failed: ip said: .+/,
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
      'adopt link br0 in host: up false -> true, stp false -> true, priority 32768 -> 4096, ageing 300 -> 60, forwardDelay 15 -> 4, helloTime 2 -> 1, maxAge 20 -> 10, groupFwdMask 0 -> 16384, mcastSnooping true -> false, mcastQuerier false -> true, mcastRouter 1 -> 2, nfCallIptables false -> true, nfCallIp6tables false -> true, nfCallArptables false -> true, mac "02:00:00:00:00:07" -> "02:00:00:00:00:01", mtu 1500 -> 1400',
      "create address br0 11.11.11.1/24 in host",
      "create address br0 fd00::1/64 in host",
    ],
  },
};
