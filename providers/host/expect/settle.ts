import { setTimeout as sleep } from "node:timers/promises";
import type { Transport } from "../transport/transport.ts";

/** Where to look for what still has to come to rest, before packets say anything. */
export interface Places {
  /** Bridges by scope whose ports the packets may cross. */
  bridges: ReadonlyMap<string, ReadonlySet<string>>;
  /** Scopes that send IPv6. */
  ipv6: ReadonlySet<string>;
}

/** Something that the kernel passes by itself, in a time that it knows. */
interface Wait {
  /** What it is and how far it has come: as long as this changes, there is progress. */
  stage: string;
  /** Seconds for which it may stay at one stage, and that it may take in all. */
  patience: number;
  limit: number;
  /** What a person is told, where it takes long. */
  words?: string;
}

interface LinkJson {
  ifname: string;
  flags: string[];
  master?: string;
  linkinfo?: { info_data?: { forward_delay?: number }; info_slave_data?: { state?: string } };
  addr_info?: { local?: string; tentative?: boolean; dadfailed?: boolean }[];
}

const PAUSE_MS = 250;
/** The spanning tree protocol takes a port through these, each for the bridge's forward delay. */
const ON_THE_WAY = new Set(["listening", "learning"]);

/**
 * Waits until ports of bridges forward, and until IPv6 has found its own addresses to be free: before that the kernel
 * drops packets, and a neighbour solicitation of a router is not even sent. Ends in any case, and is quick where nothing
 * is on its way.
 *
 * @param say told once of what takes long
 */
export async function settle(transport: Transport, places: Places, say: (line: string) => void): Promise<void> {
  const scopes = [...new Set([...places.bridges.keys(), ...places.ipv6])];
  const began = Date.now();
  const told = new Set<string>();
  for (let since = began, stage = ""; ; await sleep(PAUSE_MS)) {
    const waits = (await Promise.all(scopes.map((scope) => waitsIn(transport, scope, places)))).flat();
    if (waits.length === 0) return;
    for (const words of new Set(waits.flatMap((wait) => wait.words ?? []))) {
      if (!told.has(words)) say(words);
      told.add(words);
    }
    const now = waits.map((wait) => wait.stage).join();
    if (now !== stage) since = Date.now();
    stage = now;
    if (overdue(since, waits, "patience") || overdue(began, waits, "limit")) return;
  }
}

function overdue(since: number, waits: readonly Wait[], bound: "patience" | "limit"): boolean {
  return Date.now() - since > Math.max(...waits.map((wait) => wait[bound])) * 1000;
}

async function waitsIn(transport: Transport, scope: string, { bridges, ipv6 }: Places): Promise<Wait[]> {
  const { code, stdout } = await transport.run(scope, ["ip", "-j", "-d", "addr", "show"]);
  if (code !== 0) return [];
  const links = JSON.parse(stdout || "[]") as LinkJson[];
  // A link without carrier waits for somebody else, for ever perhaps.
  const live = links.filter(({ flags }) => flags.includes("LOWER_UP"));
  const ports = live.filter(({ master = "" }) => bridges.get(scope)?.has(master));
  return [
    ...ports.flatMap((port) => ofPort(scope, port, links)),
    ...(ipv6.has(scope) ? live.flatMap((link) => ofAddresses(scope, link)) : []),
  ];
}

function ofPort(scope: string, { ifname, master, linkinfo }: LinkJson, links: readonly LinkJson[]): Wait[] {
  const state = linkinfo?.info_slave_data?.state ?? "";
  const bridge = links.find((link) => link.ifname === master);
  // The bridge has not yet heard of the carrier; one that is down never will.
  const unheard = state === "disabled" && bridge?.flags.includes("UP");
  if (unheard) return [{ stage: `${scope} ${ifname} ${state}`, patience: 3, limit: 5 }];
  if (!ON_THE_WAY.has(state)) return [];
  const delay = (bridge?.linkinfo?.info_data?.forward_delay ?? 1500) / 100;
  const words = `waiting for the ports of bridge ${master} to forward: with stp each takes twice its forward delay of ${delay} s`;
  return [{ stage: `${scope} ${ifname} ${state}`, patience: delay + 5, limit: 2 * delay + 10, words }];
}

function ofAddresses(scope: string, { ifname, addr_info = [] }: LinkJson): Wait[] {
  const tentative = addr_info.filter((address) => address.tentative && !address.dadfailed);
  return tentative.map(({ local }) => ({ stage: `${scope} ${ifname} ${local}`, patience: 5, limit: 15 }));
}
