import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseCidr } from "../../net/ip.ts";
import { type Bound, boundTo, readListeners } from "../../net/listener.ts";
import { parsePorts } from "../../net/port.ts";
import { readRoutes } from "../../net/route-line.ts";
import { portFaults, publishFaults } from "../../validation/conflicts/ports.ts";
import { addressFaults, subnetFaults } from "../../validation/conflicts/subnets.ts";
import { nothingKnown, type World } from "../../validation/conflicts/world.ts";
import { type Fault, formatFault } from "../../validation/fault.ts";

/** What tools print, or a short form of it; ports are written "8080/tcp" or "127.0.0.1 8080/tcp". */
interface Case {
  routes?: string[];
  aliases?: Record<string, string>;
  networks?: { name: string; bridge?: string; subnet: string; owner?: string }[];
  listeners?: (string | { socket: string; container: string })[];
  containers?: { id: string; name: string; port?: string; owner?: string }[];
  documents?: { owner: string; port: string }[];
  driver?: string;
  claims: string[];
  /** What each fault holds, in order. */
  faults: string[];
}

function bound(text: string): Bound {
  const [, address, ports = "", protocol = ""] = /^(?:(\S+) )?([\d-]+)\/(\w+)$/.exec(text) ?? [];
  return boundTo(protocol, parsePorts(ports), address);
}

function worldOf({ routes = [], aliases = {}, networks = [], listeners = [], ...rest }: Case): World {
  return {
    ...nothingKnown({ project: "trial", name: "dev" }),
    routes: readRoutes(routes.join("\n")),
    aliases,
    networks: networks.map(({ subnet, ...network }) => ({ ...network, subnets: [parseCidr(subnet)] })),
    listeners: listeners.flatMap((one) => {
      if (typeof one === "string") return readListeners(one);
      return readListeners(one.socket).map((socket) => ({ ...socket, container: one.container }));
    }),
    containers: (rest.containers ?? []).map(({ port, ...one }) => ({ ...one, ports: port ? [bound(port)] : [] })),
    documents: (rest.documents ?? []).map(({ owner, port }) => ({ owner, ...bound(port) })),
  };
}

const RULES: Record<string, (one: Case, world: World) => Fault[]> = {
  subnets: ({ claims, driver = "bridge" }, world) => {
    const path = ["networks", "lab", "subnet"];
    const rest = { path, network: "lab", bridge: driver === "bridge" };
    return subnetFaults(
      claims.map((text) => ({ ...rest, cidr: parseCidr(text) })),
      world,
    );
  },
  addresses: ({ claims }, world) =>
    addressFaults(
      claims.map((text, i) => {
        const path = ["links", "br0", "addresses", i];
        return { path, cidr: parseCidr(text), document: ["br0", "br1"] };
      }),
      world,
    ),
  ports: ({ claims }, world) =>
    portFaults(
      claims.map((text, i) => ({ ...bound(text), path: ["containers", "web", "publish", i], container: "web" })),
      world,
    ),
  publishes: ({ claims }, world) =>
    publishFaults(
      claims.map((text, i) => ({ ...bound(text), path: ["firewall", "publish", i] })),
      world,
    ),
};

describe.each(Object.entries(RULES))("%s that the live host has already", (name, judge) => {
  const file = readFileSync(new URL(`./conflicts/${name}.yaml`, import.meta.url), "utf8");
  test.each(Object.entries(parse(file) as Record<string, Case>))("%s", (_, one) => {
    const found = judge(one, worldOf(one)).map(formatFault);
    expect(found).toEqual(one.faults.map((text) => expect.stringContaining(text)));
  });
});
