import type { Finished } from "../../system/process.ts";
import { firstUse, objects, placeOn } from "../labs/lab.ts";
import { DockerHost } from "../providers/docker/host.ts";
import { photograph } from "../providers/host/photograph.ts";
import type { Sandbox } from "../sandbox.ts";
import { openHost } from "./host.ts";
import { npmRun } from "./npm-run.ts";
import { LabStack } from "./stack.ts";

/** Whom a kill takes: everything at once is what a power cut of the shell, or `kill -9 -PGID`, does. */
export const VICTIMS = {
  cli: /(^|\/)pulumi (up|destroy) (?!.*--help)/,
  provider: /dynamic-provider\/index\.js/,
  plugin: /providers\/docker\/plugin\.c?js/,
  group: /pulumi|dynamic-provider|docker\/plugin|commands\/main\.mjs|^flock |^cat $|^ip -|iptables|^nsenter /,
} as const;
export type Victim = keyof typeof VICTIMS;

/** What is killed: the first update of all, a later one, or a removal. */
export const MOMENTS = ["first up", "later up", "destroy"] as const;

/** How the next command is run: as the README says, or with Pulumi's own. */
export const WAYS = ["npm", "pulumi"] as const;

export interface Kill {
  moment: (typeof MOMENTS)[number];
  victim: Victim;
  way: (typeof WAYS)[number];
  /** When, from 0 to 1 of the time for which the victim is there in an undisturbed run. */
  at: number;
}

/** A throw-away host, what is on it, and a lab to build there. */
export interface Ground {
  readonly name: string;
  readonly victims: readonly Victim[];
  /** The process that its network namespace is of. */
  readonly pid: string;
  readonly place: Pick<Sandbox, "argv" | "must">;
  readonly stack: LabStack;
  /** The lab, and a changed one. */
  readonly labs: readonly [object, object];
  /** One line a fact: the network, Docker's objects, our registry. */
  look(): Promise<string[]>;
  npm(command: string, ...options: string[]): Promise<Finished>;
  close(): Promise<void>;
}

const NAMESPACES = 40;

/** A raw lab of forty namespaces, beside what others have on the host. */
export async function rawGround(): Promise<Ground> {
  const host = await openHost();
  const stack = await LabStack.open(host, "kills");
  const lab = (mtu: number, count: number) => ({
    bridges: { br0: { address: "10.50.0.1/24", nat: true, forward: true, mtu } },
    namespaces: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `N${i}`,
        { links: { eth0: { bridge: "br0", address: `10.50.0.${i + 2}/24` } }, gateway: "10.50.0.1" },
      ]),
    ),
    routes: [{ to: "10.60.0.0/16", via: "192.168.77.9" }],
    sysctls: { "net.ipv6.conf.all.forwarding": "1" },
  });
  return {
    name: "raw",
    victims: ["cli", "provider", "group"],
    pid: host.pid,
    place: host,
    stack,
    labs: [lab(1500, NAMESPACES), lab(1400, NAMESPACES / 2)],
    look: async () => [...(await photograph(host)).text.split("\n"), ...(await registry(host))],
    npm: (command, ...options) => npmRun(host, stack, command, ...options),
    async close() {
      await host.close();
      await stack.close();
    },
  };
}

/** A lab with containers, networks and a volume, beside raw parts. */
export async function dockerGround(): Promise<Ground> {
  const host = await DockerHost.open();
  await host.importBusybox();
  await firstUse(host, "busybox");
  const place = placeOn(host);
  const stack = await LabStack.open(place, "kills");
  const container = (network: string, ip: string) => ({ image: "busybox", networks: { [network]: { ip } } });
  const lab = (more: object) => ({
    bridges: { br0: { address: "10.50.0.1/24" } },
    namespaces: { RED: { links: { eth0: { bridge: "br0", address: "10.50.0.2/24" } } } },
    networks: { net1: { subnet: "172.30.0.0/24" }, net2: { subnet: "172.31.0.0/24" } },
    volumes: { data: {} },
    containers: {
      one: { ...container("net1", "172.30.0.10"), publish: ["18080:80"] },
      two: { ...container("net1", "172.30.0.11"), volumes: ["data:/data"] },
      three: container("net2", "172.31.0.10"),
      ...more,
    },
  });
  return {
    name: "docker",
    victims: ["cli", "provider", "plugin", "group"],
    pid: host.pid,
    place,
    stack,
    labs: [lab({}), lab({ four: container("net2", "172.31.0.11"), five: container("net1", "172.30.0.12") })],
    look: async () => [
      ...(await photograph(place)).text.split("\n"),
      ...(await objects(host)).split("\n"),
      ...(await registry(place)),
    ],
    npm: (command, ...options) => npmRun(place, stack, command, ...options),
    async close() {
      await host.close();
      await stack.close();
    },
  };
}

async function registry(place: { run(argv: readonly string[]): Promise<Finished> }): Promise<string[]> {
  const { stdout } = await place.run(["find", "/run/bridgework"]);
  return stdout.split("\n").filter((line) => line !== "");
}
