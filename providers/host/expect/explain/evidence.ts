import { listOf, sysctls } from "./facts.ts";
import type { Death, Inquiry, Journey, Passable } from "./inquiry.ts";
import { hostEnd, linkOf } from "./links.ts";
import type { Side } from "./muted.ts";
import { moved } from "./proof.ts";
import { severed } from "./segments.ts";

/** What is not in any rule and stops packets all the same; asked where routes and rules explain nothing. */
export function* evidence(world: Passable, journey: Journey, arrived: string | undefined): Inquiry<Death | undefined> {
  const deaf = arrived === undefined ? undefined : yield* deafened(journey, arrived);
  if (deaf) return deaf;
  for (const scope of scopesOf(journey)) {
    const full = yield* fullOf(scope);
    if (full && (yield* moved(full))) return full;
  }
  return (yield* dropping(journey.hops)) ?? (yield* severed(world, journey));
}

/** An interface whose queue is shown to drop packets of the probe, or questions for a neighbour, or its port on the host. */
export function* dropping(hops: readonly Side[], around: "probe" | "asking" = "probe"): Inquiry<Death | undefined> {
  for (const side of yield* sidesOf(hops))
    for (const one of [side, ...(yield* redirected(side))]) {
      const queue = yield* queueOf(one, around);
      if (queue && (yield* moved(queue))) return { ...queue, certain: true };
    }
  return undefined;
}

/** Interfaces (ifb) that a filter sends to what comes in by another: their queues are those of its arrivals. */
function* redirected({ scope, dev }: Side): Inquiry<Side[]> {
  const queues = listOf<QueueJson>(yield { scope, argv: queuesArgv(dev) });
  if (!queues.some(({ kind }) => kind === "ingress" || kind === "clsact")) return [];
  const { stdout } = yield { scope, argv: ["tc", "-j", "filter", "show", "dev", dev, "ingress"] };
  const names = [...stdout.matchAll(/"to_dev":\s*"([^"]+)"/g)].map(([, name = ""]) => name);
  return [...new Set(names)].map((name) => ({ scope, dev: name }));
}

function queuesArgv(dev: string): string[] {
  return ["tc", "-s", "-j", "qdisc", "show", "dev", dev];
}

export function scopesOf({ hops }: Journey): string[] {
  return [...new Set(hops.map(({ scope }) => scope))];
}

/** Every interface once, with the ports of the host that lead to those of namespaces. */
function* sidesOf(hops: readonly Side[]): Inquiry<Side[]> {
  const found = new Map<string, Side>();
  for (const side of hops) {
    const port = side.scope === "host" ? undefined : yield* hostEnd(side.scope, side.dev);
    for (const one of [side, ...(port ? [{ scope: "host", dev: port.ifname }] : [])])
      found.set(`${one.scope} ${one.dev}`, one);
  }
  return [...found.values()];
}

function* deafened({ packet }: Journey, scope: string): Inquiry<Death | undefined> {
  if (packet.protocol !== "icmp" && packet.protocol !== "icmpv6") return undefined;
  const key = packet.family === 4 ? "net/ipv4/icmp_echo_ignore_all" : "net/ipv6/icmp/echo_ignore_all";
  const [value] = yield* sysctls(scope, key);
  if (value !== "1") return undefined;
  return {
    reason: "input-drop",
    where: `${scope}: ${key.replaceAll("/", ".")} = 1`,
    certain: true,
    counted: true,
    scope,
  };
}

interface QueueJson {
  kind: string;
  drops?: number;
}

/** A queueing discipline, or a filter on one (clsact), that drops. */
function* queueOf({ scope, dev }: Side, around: "probe" | "asking"): Inquiry<Death | undefined> {
  const argv = queuesArgv(dev);
  const queues = listOf<QueueJson>(yield { scope, argv }).filter(({ kind }) => kind !== "noqueue");
  if (queues.length === 0) return undefined;
  const kinds = queues.map(({ kind }) => kind).join(", ");
  const where = `${scope}: the queue of ${dev} drops packets (tc qdisc: ${kinds})`;
  return { reason: "queue-drop", where, certain: false, scope, counter: { argv, count: dropsIn, around } };
}

function dropsIn(printed: string): number {
  const queues = printed.trim() === "" ? [] : (JSON.parse(printed) as QueueJson[]);
  return queues.reduce((sum, { drops = 0 }) => sum + drops, 0);
}

/** Connection tracking that has no room for one more, and counts what it drops for that. */
function* fullOf(scope: string): Inquiry<Death | undefined> {
  const keys = ["count", "max"].map((word) => `net/netfilter/nf_conntrack_${word}`);
  const [count, max] = yield* sysctls(scope, ...keys);
  if (count === undefined || !(Number(count) >= Number(max))) return undefined;
  const where = `${scope}: connection tracking is full (nf_conntrack_count = ${count} of nf_conntrack_max = ${max})`;
  const counter = {
    argv: ["cat", "/proc/net/stat/nf_conntrack"],
    count: (printed: string) => columnOf(printed, "drop"),
  };
  return { reason: "table-full", where, certain: false, scope, counter };
}

/** The sum over all processors of one column of a file in /proc/net/stat: hexadecimal, below its name. */
export function columnOf(printed: string, name: string): number | undefined {
  const [head = "", ...rows] = printed.trim().split("\n");
  const at = head.trim().split(/\s+/).indexOf(name);
  if (at < 0) return undefined;
  return rows.reduce((sum, row) => sum + Number.parseInt(row.trim().split(/\s+/)[at] ?? "0", 16), 0);
}

/** What the target's own counters say of an echo request that is sent once more; undefined for what they do not tell apart. */
export function* heardBy(
  scope: string,
  { packet }: Journey,
): Inquiry<{ asked: boolean; answered: boolean } | undefined> {
  if (packet.protocol !== "icmp" && packet.protocol !== "icmpv6") return undefined;
  const { file, count, asked, answered } = ECHOES[packet.family];
  const { before = "", stdout } = yield { scope, argv: ["cat", file], around: "probe" };
  const grew = (name: string) => count(stdout, name) > count(before, name);
  return { asked: grew(asked), answered: grew(answered) };
}

/** Where a kernel counts the echo requests that it got, and its answers. */
const ECHOES = {
  4: { file: "/proc/net/snmp", count: icmpCount, asked: "InEchos", answered: "OutEchoReps" },
  6: { file: "/proc/net/snmp6", count: icmp6Count, asked: "Icmp6InEchos", answered: "Icmp6OutEchoReplies" },
} as const;

function icmp6Count(printed: string, name: string): number {
  return Number(new RegExp(`^${name}\\s+(\\d+)$`, "m").exec(printed)?.[1] ?? 0);
}

function icmpCount(printed: string, name: string): number {
  const [head = "", values = ""] = printed.split("\n").filter((line) => line.startsWith("Icmp: "));
  return Number(values.split(" ")[head.split(" ").indexOf(name)] ?? 0);
}

/** Where a connection opens and nothing comes after it: interfaces on the way that let only smaller packets pass. */
export function* narrow(journey: Journey): Inquiry<string | undefined> {
  const sizes: { name: string; mtu: number }[] = [];
  for (const { scope, dev } of yield* sidesOf(journey.hops.filter(({ outer }) => !outer))) {
    const link = yield* linkOf(scope, dev);
    if (link?.mtu !== undefined) sizes.push({ name: `${dev} of ${scope}`, mtu: link.mtu });
  }
  const [least, most] = [Math.min(...sizes.map(({ mtu }) => mtu)), Math.max(...sizes.map(({ mtu }) => mtu))];
  if (sizes.length === 0 || least === most) return undefined;
  const small = sizes.filter(({ mtu }) => mtu === least).map(({ name }) => name);
  return `the MTU is ${least} on ${small.join(", ")} and up to ${most} elsewhere on the way: larger packets may be lost there`;
}
