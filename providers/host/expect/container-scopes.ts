import { containerScope } from "../../../net/scope.ts";
import type { Transport } from "../transport/transport.ts";
import type { Addressed } from "./around.ts";

/** What is to be known of running containers for expectations, as a document could have declared it. */
export interface Inhabitants {
  scopes: Record<string, Addressed>;
  /** Name servers by scope, as each container's own resolv.conf has them. */
  nameservers: Map<string, string[]>;
  /** Scopes of containers that are not running: nothing can be sent from there. */
  absent: Set<string>;
}

/** Asks the live containers: their addresses may be Docker's choice, and change with a restart. */
export async function inhabitants(transport: Transport, names: readonly string[]): Promise<Inhabitants> {
  const asked = await Promise.all(names.map((name) => inhabitant(transport, name)));
  return {
    scopes: Object.fromEntries(asked.map(({ scope, links }) => [scope, { links }])),
    nameservers: new Map(asked.map(({ scope, servers }) => [scope, servers])),
    absent: new Set(asked.filter(({ running }) => !running).map(({ scope }) => scope)),
  };
}

async function inhabitant(transport: Transport, name: string) {
  const scope = containerScope(name);
  const container = await transport.container(name);
  if (!container) return { scope, links: {}, servers: [], running: false };
  const [addresses, resolver] = await Promise.all([
    transport.run(scope, ["ip", "-j", "addr", "show"]),
    transport.run("host", ["cat", `/proc/${container.pid}/root/etc/resolv.conf`]),
  ]);
  const shown = addresses.code === 0 ? (JSON.parse(addresses.stdout) as ShownLink[]) : [];
  return {
    scope,
    links: Object.fromEntries(shown.flatMap(linkOf)),
    servers: serversIn(resolver.stdout),
    running: true,
  };
}

interface ShownLink {
  ifname: string;
  addr_info?: { local: string; prefixlen: number; scope: string }[];
}

function linkOf({ ifname, addr_info = [] }: ShownLink): [string, { addresses: string[] }][] {
  const addresses = addr_info.filter(({ scope }) => scope === "global").map((one) => `${one.local}/${one.prefixlen}`);
  return addresses.length === 0 ? [] : [[ifname, { addresses }]];
}

function serversIn(text: string): string[] {
  return [...text.matchAll(/^nameserver\s+(\S+)/gm)].map((match) => match[1] ?? "");
}
