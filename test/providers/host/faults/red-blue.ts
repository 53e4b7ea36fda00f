import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";

/** A namespace on the bridge, by a cable to a port of it. */
function cable(near: string, far: string, address: string, port?: Record<string, Json>) {
  const peer = { scope: "host", name: far, master: "br0", ...(port && { port }) };
  return { links: { [near]: { type: "veth", peer, addresses: [address] } } };
}

const RED = {
  ...cable("reth0", "reth1", "11.11.11.2/24", { isolated: true, fdb: [{ mac: "02:00:00:00:01:02" }] }),
  routes: [
    { to: "default", via: "11.11.11.1" },
    { to: "10.20.0.0/16", via: "11.11.11.1", table: 100 },
  ],
  rules: [
    { from: "11.11.11.2", table: 100 },
    { family: "ipv6", iif: "reth0", type: "prohibit" },
  ],
  neighbours: [{ address: "11.11.11.99", dev: "reth0", mac: "02:00:00:00:00:99" }],
};

/** An end of a cable that somebody else has on the host. */
function withTaken({ links, ...scope }: typeof RED) {
  return { ...scope, links: { ...links, eth5: { type: "existing", from: "host/theirs2", mtu: 1400 } } };
}

/** L2 at its last stage, as a document: every kind takes part. */
export const RED_BLUE: Scopes = {
  host: {
    links: {
      br0: { type: "bridge", addresses: ["11.11.11.1/24"] },
      // Somebody else's.
      theirs3: { type: "existing", mtu: 1400, addresses: ["11.11.12.1/24"] },
    },
    sysctls: { "net.ipv4.ip_forward": "1" },
    firewall: {
      masquerade: [{ source: "11.11.11.0/24" }],
      forward: [{ source: "11.11.11.0/24" }, { destination: "11.11.11.0/24" }],
      filter: [{ chain: "forward", sets: [{ name: "blocked", flags: "src" }], verdict: "drop" }],
      sets: { blocked: { type: "hash:net", entries: ["10.66.0.0/16", "10.66.1.0/24 nomatch"] } },
    },
  },
  RED: withTaken(RED),
  BLUE: cable("beth0", "beth1", "11.11.11.3/24"),
};
