import type { Scopes } from "../world.ts";

const around = (near: string, far: string, address: string) => ({
  links: {
    [near]: {
      type: "veth",
      peer: {
        scope: "host",
        name: far,
        master: "br0",
        port: { isolated: true, fdb: [{ mac: `02:00:00:00:01:0${address.split("/")[0]?.at(-1)}` }] },
      },
      addresses: [address],
    },
  },
  routes: [
    { to: "default", via: "11.11.11.1" },
    { to: "10.20.0.0/16", via: "11.11.11.1", table: 100 },
  ],
  rules: [
    { from: address.replace("/24", ""), table: 100 },
    { family: "ipv6", iif: near, type: "prohibit" },
  ],
  neighbours: [{ address: "11.11.11.99", dev: near, mac: "02:00:00:00:00:99" }],
});

/** An end of a cable that somebody else has on the host. */
function withTaken({ links, ...scope }: ReturnType<typeof around>) {
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
  RED: withTaken(around("reth0", "reth1", "11.11.11.2/24")),
  BLUE: around("beth0", "beth1", "11.11.11.3/24"),
};
