import pLimit from "p-limit";
import { containerOf, containerScope } from "../../../net/scope.ts";
import { type Look, NEWBORN } from "../backend.ts";
import type { Dump, Rules } from "../dump.ts";
import type { Container, NamedNamespace, Transport } from "../transport/transport.ts";
import { readObjects } from "./ip-objects.ts";
import { readSetsOf } from "./ipset.ts";
import { joinedIn } from "./joined.ts";
import { readSettings } from "./sysctl-files.ts";
import { isAbsent, unreadable } from "./unreadable.ts";
import { readTunnels } from "./wg.ts";

const PARALLEL = 4;

/** How often a scope is looked at that each time is another one. */
const TRIES = 5;

/** Reads scopes of the host, a process a tool and scope. */
export async function observeText(transport: Transport, looks: readonly Look[]): Promise<Map<string, Dump>> {
  const named = await identities(transport);
  named.set("host", await transport.hostInode());
  named.set(NEWBORN, "newborn");
  const containers = await containersOf(transport, looks);
  for (const [scope, { inode }] of containers) named.set(scope, inode);
  const limit = pLimit(PARALLEL);
  const dumps = looks
    .filter(({ scope }) => named.has(scope))
    .map((look) => limit(() => readAsItIs(transport, look, named.get(look.scope) ?? "")));
  const all = new Map((await Promise.all(dumps)).flatMap((dump) => (dump ? [[dump.scope, dump] as const] : [])));
  await lookAgain(transport, looks, all);
  const host = all.get("host");
  if (host) host.netns = transport.netns;
  for (const [scope, { pid, places }] of containers) {
    const dump = all.get(scope);
    if (dump) all.set(scope, { ...dump, netns: `/proc/${pid}/ns/net`, networks: joinedIn(dump, places) });
  }
  return all;
}

/** Namespaces that have become others meanwhile, under the same name: what was read may be the one's and the other's. */
async function lookAgain(transport: Transport, looks: readonly Look[], all: Map<string, Dump>): Promise<void> {
  const isNamed = (scope: string) => scope !== "host" && scope !== NEWBORN && containerOf(scope) === undefined;
  for (let tries = 1; tries <= TRIES; tries++) {
    const now = await identities(transport);
    const others = looks.filter(
      ({ scope }) => isNamed(scope) && all.has(scope) && all.get(scope)?.inode !== now.get(scope),
    );
    for (const look of others) {
      const identity = now.get(look.scope);
      const dump = identity === undefined ? undefined : await readAsItIs(transport, look, identity);
      if (dump) all.set(look.scope, dump);
      else all.delete(look.scope);
    }
    if (others.length === 0) return;
  }
}

async function identities(transport: Transport): Promise<Map<string, string>> {
  return new Map((await transport.namespaces()).map((space) => [space.name, identityOf(space)]));
}

/** Containers that are running, by scope; the engine is asked for those alone. */
async function containersOf(transport: Transport, looks: readonly Look[]): Promise<Map<string, Container>> {
  const names = looks.flatMap(({ scope }) => containerOf(scope) ?? []);
  const found = await Promise.all(names.map((name) => transport.container(name)));
  return new Map(names.flatMap((name, i) => (found[i] ? [[containerScope(name), found[i]] as const] : [])));
}

/**
 * A scope may go, or come anew, while it is looked at: a run that was killed is still at work, somebody else removes
 * one, a container restarts. That is no error: it is not there, or looked at again.
 */
async function readAsItIs(transport: Transport, look: Look, inode: string): Promise<Dump | undefined> {
  for (let seen = inode, tries = 1; ; tries++) {
    try {
      return await readScope(transport, look, seen);
    } catch (error) {
      const now = await inodeNow(transport, look.scope);
      if (now === undefined) return undefined;
      if (now === seen || tries >= TRIES) throw error;
      seen = now;
    }
  }
}

/** The identity that a scope has at this moment; undefined for one that is not there. */
async function inodeNow(transport: Transport, scope: string): Promise<string | undefined> {
  if (scope === "host") return await transport.hostInode();
  if (scope === NEWBORN) return "newborn";
  const container = containerOf(scope);
  if (container !== undefined) return (await transport.container(container))?.inode;
  const found = (await transport.namespaces()).find(({ name }) => name === scope);
  return found && identityOf(found);
}

function identityOf({ inode, since }: NamedNamespace): string {
  return `${inode} ${since}`.trim();
}

async function readScope(transport: Transport, { scope, questions }: Look, inode: string): Promise<Dump> {
  const empty = { scope, inode, objects: {}, sysctls: {}, firewall: {} };
  if (inode === "") return empty;
  const rules = questions.filter((question) => "rules" in question);
  const tunnels = questions.filter((question) => "wg" in question);
  const sets = questions.filter((question) => "ipset" in question);
  const [objects, sysctls, asked, ...saved] = await Promise.all([
    readObjects(
      transport,
      scope,
      questions.filter((question) => "ip" in question || "bridge" in question || "tc" in question),
    ),
    readSettings(
      transport,
      scope,
      questions.filter((question) => "settings" in question),
    ),
    Promise.all([
      ...tunnels.map((question) => readTunnels(transport, scope, question)),
      ...sets.map((question) => readSetsOf(transport, scope, question)),
    ]),
    ...rules.map((question) => readRules(transport, scope, question)),
  ]);
  return { ...empty, objects: Object.assign(objects, ...asked), sysctls, firewall: Object.assign({}, ...saved) };
}

/** The tool may be missing where nobody declares a firewall: then there is nothing of ours in it. */
async function readRules(transport: Transport, scope: string, { rules }: Rules): Promise<Dump["firewall"]> {
  const tool = rules === "ipv4" ? "iptables-save" : "ip6tables-save";
  const finished = await transport.run(scope, [tool]);
  if (isAbsent(finished)) return {};
  if (finished.code !== 0) throw unreadable(scope, finished);
  // What it warns of, rules in the other backend of iptables, it says on standard error.
  return { [rules]: finished.stdout + finished.stderr };
}
