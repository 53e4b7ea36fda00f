// One of the two networks, as the views of `bridgework inspect` show it. Changes nothing.
import { read } from "../../cli/read/read.ts";
import type { Details, Seen } from "../../cli/read/seen.ts";
import { type Bridge, bridges } from "../../cli/views/bridges.ts";
import { type Chain, firewall } from "../../cli/views/firewall.ts";
import { type Interface, interfaces } from "../../cli/views/interfaces.ts";
import { type Mac, macs } from "../../cli/views/macs.ts";
import { type Neighbour, neighbours } from "../../cli/views/neighbours.ts";
import { type Route, routes } from "../../cli/views/routes.ts";

export interface Member {
  /** As `--in` takes it. */
  where: string;
  /** Its one interface besides lo. */
  link: Interface;
  routes: Route[];
  neighbours: Neighbour[];
}

/** IPv4 only: Docker's default bridge has no IPv6. */
export interface Network {
  bridge: Bridge;
  link: Interface;
  members: Member[];
  /** The host's, by way of the bridge. */
  routes: Route[];
  macs: Mac[];
  chains: Chain[];
}

/**
 * @param name of the bridge on the host
 * @param members where the two are that use it
 * @throws {Error} for a network that is not there
 */
export async function readNetwork(name: string, members: readonly string[]): Promise<Network> {
  const host = await look("host", ["routes", "macs", "firewall"]);
  const bridge = bridges(host).find((one) => one.name === name);
  const link = interfaces(host).find((one) => one.name === name);
  if (!bridge || !link) throw new Error(`there is no bridge ${name}: is the stack up?`);
  return {
    bridge,
    link,
    members: await Promise.all(members.map(readMember)),
    routes: routes(host, false).filter(({ dev, family }) => dev === name && family === "ipv4"),
    macs: macs(host, false).filter((mac) => mac.bridge === name),
    chains: firewall(host.details.firewall ?? [], true).filter(({ family }) => family === "ipv4"),
  };
}

async function readMember(where: string): Promise<Member> {
  const seen = await look(where, ["routes", "neighbours"]);
  const link = interfaces(seen).find(({ type }) => type === "veth");
  if (!link) throw new Error(`${where} has no veth: is the stack up?`);
  const own = routes(seen, false).filter(({ family }) => family === "ipv4");
  return { where, link, routes: own, neighbours: neighbours(seen) };
}

function look(where: string, details: (keyof Details)[]): Promise<Seen> {
  return read({ where, details, all: false, command: "inspect", note: (text) => console.error(text) });
}
