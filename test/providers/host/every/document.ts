import { KEYS } from "../../../wireguard.ts";
import type { Scopes } from "../world.ts";

/** Every kind of object and every type of link, on a host and in two namespaces. */
export const EVERY: Scopes = {
  host: {
    links: {
      br0: { type: "bridge", ageing: 60, vlanFiltering: true, vlans: [{ id: 10 }], addresses: ["10.40.0.1/24"] },
      d0: { type: "dummy", addresses: ["10.40.1.1/24", "fd40:1::1/64"] },
      d1: { type: "dummy", master: "bond0" },
      bond0: { type: "bond", mode: "active-backup", miimon: 100 },
      vlan10: { type: "vlan", parent: "d0", id: 10 },
      mv0: { type: "macvlan", parent: "vlan10", mode: "bridge" },
      mt0: { type: "macvtap", parent: "d0", mode: "bridge" },
      d2: { type: "dummy" },
      iv0: { type: "ipvlan", parent: "d2", mode: "l2", addresses: ["10.40.2.1/24"] },
      tun0: { type: "tun", owner: "nobody" },
      tap0: { type: "tap", master: "br0" },
      vrf0: { type: "vrf", table: 1040 },
      d3: { type: "dummy", master: "vrf0" },
      vx0: { type: "vxlan", id: 40, local: "10.40.1.1", fdb: [{ dst: "10.40.1.9" }] },
      wg0: {
        ...{ type: "wireguard", privateKey: KEYS.own, listenPort: 51820 },
        peers: [{ publicKey: KEYS.peer, allowedIps: ["10.40.9.0/24"] }],
      },
      gre1: { type: "gre", local: "10.40.1.1", remote: "10.40.1.9" },
      gretap1: { type: "gretap", local: "10.40.1.1", remote: "10.40.1.9" },
      ipip1: { type: "ipip", local: "10.40.1.1", remote: "10.40.1.9" },
      sit1: { type: "sit", local: "10.40.1.1", remote: "10.40.1.9" },
      six1: { type: "ip6tnl", local: "fd40:1::1", remote: "fd40:1::9" },
      ifb7: { type: "ifb" },
      theirs3: { type: "existing", mtu: 1400 },
    },
    sysctls: { "net.ipv4.ip_forward": "1", "net.ipv4.conf.d3.rp_filter": "1" },
    routes: [{ to: "10.41.0.0/16", via: "10.40.1.9" }],
    rules: [{ from: "10.40.1.0/24", table: 1041 }],
    neighbours: [{ address: "10.40.1.9", dev: "d0", mac: "02:00:00:00:40:09" }],
    firewall: {
      masquerade: [{ source: "10.40.0.0/24" }],
      filter: [{ chain: "forward", sets: [{ name: "blocked", flags: "src" }], verdict: "drop" }],
      sets: { blocked: { type: "hash:net", entries: ["10.66.0.0/16"] } },
    },
  },
  RED: {
    links: {
      reth0: {
        type: "veth",
        peer: { scope: "host", name: "reth1", master: "br0", port: { cost: 5, vlans: [{ id: 10, pvid: true }] } },
        shaping: { delay: "10ms" },
        addresses: ["10.40.0.2/24"],
      },
      eth5: { type: "existing", from: "host/theirs2" },
    },
    routes: [
      { to: "default", via: "10.40.0.1" },
      { to: "10.42.0.0/16", type: "blackhole", table: 1041 },
    ],
    rules: [{ from: "10.40.0.2", table: 1041 }],
  },
  BLUE: {},
};
