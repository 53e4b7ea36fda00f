import { setTimeout as sleep } from "node:timers/promises";
import type { Finished } from "../../system/process.ts";
import { DockerHost } from "../docker/host.ts";
import { photograph } from "../host/photograph.ts";
import { firstUse, objects, placeOn } from "../labs/lab.ts";
import { openHost } from "./host.ts";
import { npmRun } from "./npm-run.ts";
import { killAll, processesBeside } from "./processes.ts";
import { LabStack } from "./stack.ts";

/** Whom a kill takes: everything at once is what a power cut of the shell, or `kill -9 -PGID`, does. */
export const VICTIMS = {
  cli: /(^|\/)pulumi (up|destroy) /,
  provider: /dynamic-provider\/index\.js/,
  plugin: /providers\/docker\/plugin\.[jt]s/,
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
  /** Where in the run, from 0 to 1 of the time that it takes undisturbed. */
  at: number;
}

/** A throw-away host, what is on it, and a lab to build there. */
export interface Ground {
  readonly name: string;
  readonly victims: readonly Victim[];
  /** The process that its network namespace is of. */
  readonly pid: string;
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

/** What became of one kill, and what the next command left. */
export interface Outcome {
  /** How many processes were killed; 0 where the run was over before. */
  killed: number;
  /** The exit code of the next command. */
  code: number | undefined;
  /** What differs from the host before everything, "- was" and "+ is". */
  left: string[];
  /** What the next command printed. */
  said: string;
}

/** Milliseconds that an undisturbed run takes on a ground, by moment. */
export type Durations = Record<Kill["moment"], number>;

/** Runs each moment once without a kill. */
export async function measure(ground: Ground): Promise<Durations> {
  const [first, later] = ground.labs;
  const timed = async (task: () => Promise<Finished>) => {
    const begun = Date.now();
    const { code, stdout, stderr } = await task();
    if (code !== 0) throw new Error(`${ground.name}: ${stdout}${stderr}`);
    return Date.now() - begun;
  };
  await ground.stack.configure({ topology: first });
  const up = await timed(() => ground.npm("up", "--skip-preview"));
  await ground.stack.configure({ topology: later });
  const again = await timed(() => ground.npm("up", "--skip-preview"));
  const destroy = await timed(() => ground.npm("destroy", "--yes", "--skip-preview"));
  return { "first up": up, "later up": again, destroy };
}

/** Kills somebody in a run, then runs `destroy` at once, and looks at what is left. */
export async function killAndDestroy(
  ground: Ground,
  { moment, victim, way, at }: Kill,
  durations: Durations,
): Promise<Outcome> {
  const [first, later] = ground.labs;
  const before = await ground.look();
  await ground.stack.configure({ topology: first });
  if (moment !== "first up") await ground.npm("up", "--skip-preview");
  if (moment === "later up") await ground.stack.configure({ topology: later });
  const command = moment === "destroy" ? ["destroy", "--yes"] : ["up"];
  const running = ground.npm(...(command as [string]), "--skip-preview");
  await sleep(at * durations[moment]);
  const killed = await killAll(await processesBeside(ground.pid, VICTIMS[victim]));
  // A command that nobody killed goes on for a while; the next one is typed when the prompt is back.
  await running;
  const { code, text } = await destroy(ground, way);
  return { killed, code, left: await leftBehind(ground, before), said: text };
}

async function destroy(ground: Ground, way: Kill["way"]): Promise<{ code: number | undefined; text: string }> {
  if (way === "npm") {
    const { code, stdout, stderr } = await ground.npm("destroy", "--yes");
    return { code, text: `${stdout}${stderr}` };
  }
  // Pulumi's own mark that the stack is in use: without npm run it is the user who takes it away.
  await ground.stack.stack.cancel().catch(() => undefined);
  return await ground.stack.destroy().then(
    (text) => ({ code: 0, text }),
    (error: Error) => ({ code: 1, text: error.message }),
  );
}

async function leftBehind(ground: Ground, before: readonly string[]): Promise<string[]> {
  for (const end = Date.now() + 10_000; ; await sleep(200)) {
    const left = changes(before, await ground.look());
    if (left.length === 0 || Date.now() > end) return left;
  }
}

function changes(before: readonly string[], after: readonly string[]): string[] {
  const [then, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((fact) => !now.has(fact)).map((fact) => `- ${fact}`),
    ...after.filter((fact) => !then.has(fact)).map((fact) => `+ ${fact}`),
  ];
}

/** The same kills for the same seed: a small generator of numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomKill(random: () => number, { victims }: Pick<Ground, "victims">): Kill {
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  // Half of them in a first update: nothing of it is in the state yet.
  const moment = random() < 0.5 ? "first up" : one(MOMENTS);
  return { moment, victim: one(victims), way: one(WAYS), at: random() };
}
