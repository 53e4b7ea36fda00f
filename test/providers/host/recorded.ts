import type { Dump, Entry } from "../../../providers/host/dump.ts";

/** What `ip -N -j -d`, `bridge -j -compressvlans`, `wg` and `ipset` said of a scope, shortened to what matters: each list by the name of its question. */
export interface Recorded extends Partial<Pick<Dump, "inode" | "netns" | "networks" | "sysctls" | "firewall">> {
  /** Names of namespaces by the id that this one uses for them. */
  peers?: Record<string, string>;
  links?: Entry[];
  routes?: Entry[];
  neighbours?: Entry[];
  rules?: Entry[];
  rules6?: Entry[];
  queues?: Entry[];
  vlans?: Entry[];
  fdb?: Entry[];
  tunnels?: Entry[];
  sets?: Entry[];
}

export function dumpOf(scope: string, recorded: Recorded): Dump {
  const { inode = "1", netns, networks, sysctls, firewall, peers, ...lists } = recorded;
  const names = Object.entries(peers ?? {}).map(([nsid, name]) => ({ nsid: Number(nsid), name }));
  const objects = { ...(lists as Record<string, Entry[]>), peers: names };
  const inside = { ...(netns && { netns }), ...(networks && { networks }) };
  return { scope, inode, ...inside, objects, sysctls: sysctls ?? {}, firewall: firewall ?? {} };
}
