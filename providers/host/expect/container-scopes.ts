import { containerScope } from "../../../net/scope.ts";
import type { Place } from "../transport/containers.ts";
import type { Transport } from "../transport/transport.ts";
import type { Addressed } from "./around.ts";

/** What is to be known of running containers for expectations, as a document could have declared it. */
export interface Inhabitants {
  scopes: Record<string, Addressed>;
  /** Name servers by scope, as each container's own resolv.conf has them. */
  nameservers: Map<string, string[]>;
  /** Networks of the engine by scope. */
  networks: Map<string, string[]>;
  /** Scopes from which nothing can be sent, and why. */
  absent: Map<string, string>;
}

/**
 * Asks the live containers: their addresses may be Docker's choice, and change with a restart.
 *
 * @param ids by name; empty where a container is known by its name alone
 */
export async function inhabitants(transport: Transport, ids: Readonly<Record<string, string>>): Promise<Inhabitants> {
  const asked = await Promise.all(Object.entries(ids).map(([name, id]) => inhabitant(transport, name, id)));
  return {
    scopes: Object.fromEntries(asked.map(({ scope, links, fixed }) => [scope, { links, fixed }])),
    nameservers: new Map(asked.map(({ scope, servers }) => [scope, servers])),
    networks: new Map(asked.map(({ scope, networks }) => [scope, networks])),
    absent: new Map(asked.flatMap(({ scope, absent }) => (absent === undefined ? [] : [[scope, absent] as const]))),
  };
}

const NOBODY = { links: {}, fixed: [], servers: [], networks: [] };

async function inhabitant(transport: Transport, name: string, id: string) {
  const scope = containerScope(name);
  const ours = id === "" ? undefined : await transport.container(id);
  // Whoever goes by its name now is another one.
  if (ours && ours.name !== name) return { ...NOBODY, scope, absent: renamed(name, ours.name) };
  const container = ours ?? (await transport.container(name));
  if (!container) return { ...NOBODY, scope, absent: notRunning(name) };
  const { places } = container;
  const [addresses, resolver] = await Promise.all([
    transport.run(scope, ["ip", "-j", "addr", "show"]),
    transport.run("host", ["cat", `/proc/${container.pid}/root/etc/resolv.conf`]),
  ]);
  const shown = addresses.code === 0 ? (JSON.parse(addresses.stdout) as ShownLink[]) : [];
  return {
    scope,
    links: Object.fromEntries(inOrder(shown, places).flatMap(linkOf)),
    fixed: places.flatMap(({ fixed }) => fixed),
    servers: serversIn(resolver.stdout),
    networks: places.map(({ network }) => network),
    absent: undefined,
  };
}

function renamed(name: string, now: string): string {
  return `container ${name} is called ${now} now: pulumi up gives it its name back`;
}

/** Stopped or removed: the namespace of either is gone. */
function notRunning(name: string): string {
  return `container ${name} is not running: docker start ${name}, or pulumi up where it was removed`;
}

/** The kernel tells them in the order in which they came, which a new connection changes; networks have an order. */
function inOrder(shown: readonly ShownLink[], places: readonly Place[]): ShownLink[] {
  const rank = ({ addr_info = [] }: ShownLink) => {
    const at = places.findIndex(({ addresses }) => addr_info.some(({ local }) => addresses.includes(local)));
    return at < 0 ? places.length : at;
  };
  return [...shown].sort((a, b) => rank(a) - rank(b));
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
