import pLimit from "p-limit";
import { containerOf, containerScope } from "../../net/scope.ts";
import type { Finished } from "../../system/process.ts";
import type { Json } from "./json.ts";
import { candidates } from "./kinds/link/peer.ts";
import type { Context, Dump, Observed } from "./model.ts";
import { KINDS } from "./registry.ts";
import { readSettings } from "./text/sysctl-files.ts";
import { unreadable } from "./text/unreadable.ts";
import type { Container, Transport } from "./transport/transport.ts";

/** What to read of one scope. */
export interface Look {
  scope: string;
  /** Keys of sysctls, as paths below /proc/sys. */
  sysctls: string[];
  /** Whether its firewall is of interest: reading it costs two processes. */
  firewall: boolean;
}

const PARALLEL = 4;

/** All that one `ip` process can tell of a namespace. Numbers stay numbers (-N), whatever names the host gives them. */
const QUESTIONS = ["addr show", "route show table all", "neigh show nud permanent"];

/** Reads scopes of the host. What does not exist or run is not in the answer; a namespace that is only a file is empty. */
export async function readHost(transport: Transport, looks: Look[]): Promise<Map<string, Dump>> {
  const named = new Map((await transport.namespaces()).map(({ name, inode }) => [name, inode]));
  named.set("host", await transport.hostInode());
  const containers = await containersOf(transport, looks);
  for (const [scope, { inode }] of containers) named.set(scope, inode);
  const limit = pLimit(PARALLEL);
  const dumps = looks
    .filter(({ scope }) => named.has(scope))
    .map((look) => limit(() => readScope(transport, look, named.get(look.scope) ?? "")));
  const all = new Map((await Promise.all(dumps)).map((dump) => [dump.scope, dump]));
  for (const [scope, { pid }] of containers) {
    const dump = all.get(scope);
    if (dump) dump.netns = `/proc/${pid}/ns/net`;
  }
  const unclear = [...all.values()].filter((dump) => dump.links.some((link) => candidates(link, dump, all).length > 1));
  await Promise.all(unclear.map((dump) => limit(() => readPeers(transport, dump))));
  return all;
}

/** Containers that are running, by scope; the engine is asked for those alone. */
async function containersOf(transport: Transport, looks: Look[]): Promise<Map<string, Container>> {
  const names = looks.flatMap(({ scope }) => containerOf(scope) ?? []);
  const found = await Promise.all(names.map((name) => transport.container(name)));
  return new Map(names.flatMap((name, i) => (found[i] ? [[containerScope(name), found[i]] as const] : [])));
}

/**
 * The names behind the ids that a namespace uses for others. Only where interface indexes leave a pair's other end
 * open: `ip` looks through every named namespace for it, which for a thousand of them takes a while.
 */
async function readPeers(transport: Transport, dump: Dump): Promise<void> {
  const finished = await transport.run(dump.scope, ["ip", "-j", "netns", "list-id"]);
  if (finished.code !== 0) throw unreadable(dump.scope, finished);
  const ids = JSON.parse(finished.stdout.trim() || "[]") as { nsid: number; name?: string }[];
  for (const { nsid, name } of ids) if (name !== undefined) dump.peers[String(nsid)] = name;
}

async function readScope(transport: Transport, look: Look, inode: string): Promise<Dump> {
  const { scope } = look;
  const empty = { scope, inode, peers: {}, links: [], routes: [], neighbours: [], sysctls: {}, firewall: {} };
  if (inode === "") return empty;
  const [objects, sysctls, ipv4, ipv6] = await Promise.all([
    readObjects(transport, scope),
    look.sysctls.length > 0 ? readSettings(transport, scope, look.sysctls) : {},
    look.firewall ? readFirewall(transport, scope, "iptables-save") : undefined,
    look.firewall ? readFirewall(transport, scope, "ip6tables-save") : undefined,
  ]);
  return { ...empty, ...objects, sysctls, firewall: { ...defined("ipv4", ipv4), ...defined("ipv6", ipv6) } };
}

async function readObjects(transport: Transport, scope: string) {
  const argv = ["ip", "-N", "-j", "-d", "-batch", "-"];
  const finished = await transport.run(scope, argv, { input: `${QUESTIONS.join("\n")}\n` });
  if (finished.code !== 0) throw unreadable(scope, finished);
  const [links, routes, neighbours] = answers(scope, finished);
  return {
    links: links as Record<string, Json>[],
    routes: routes as Record<string, Json>[],
    neighbours: neighbours as Record<string, Json>[],
  };
}

/** One JSON array a line and question; a question without an answer may print nothing but the line's end. */
function answers(scope: string, finished: Finished): Json[] {
  const texts = finished.stdout.split("\n").filter((line) => line.trim() !== "");
  if (texts.length !== QUESTIONS.length) throw unreadable(scope, finished);
  return texts.map((text) => {
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw unreadable(scope, finished);
    }
  });
}

/** The tool may be missing where nobody declares a firewall: then there is nothing of ours in it. */
async function readFirewall(transport: Transport, scope: string, tool: string): Promise<string | undefined> {
  const finished = await transport.run(scope, [tool]);
  if (finished.ended === "ENOENT" || finished.code === 127) return undefined;
  if (finished.code !== 0) throw unreadable(scope, finished);
  // What it warns of, rules in the other backend of iptables, it says on standard error.
  return finished.stdout + finished.stderr;
}

function defined<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}

/** What the dumps show, as items. */
export function itemsOf(dumps: ReadonlyMap<string, Dump>, context: Context): Observed[] {
  return [...dumps.values()].flatMap((dump) => KINDS.flatMap((kind) => kind.observe(dump, context, dumps)));
}
