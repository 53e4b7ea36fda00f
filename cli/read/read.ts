import { containerOf, containerScope } from "../../net/scope.ts";
import { hostAt } from "../../providers/host/backends.ts";
import type { Dump } from "../../providers/host/dump.ts";
import type { Json } from "../../providers/host/json.ts";
import { LINKS } from "../../providers/host/kinds/questions.ts";
import { readHost } from "../../providers/host/observe.ts";
import { local } from "../../providers/host/transport/local.ts";
import type { Transport } from "../../providers/host/transport/transport.ts";
import { missing } from "../../system/missing.ts";
import { Failure } from "../errors.ts";
import { readDocker } from "./docker.ts";
import { beside, readFirewall } from "./firewall.ts";
import type { Details, Seen } from "./seen.ts";
import { scopeFor } from "./where.ts";

export interface Request {
  /** `--in`, as a person wrote it. */
  where: string | undefined;
  details: readonly (keyof Details)[];
  /** Entries that are left out as a rule. */
  all: boolean;
  /** The command that asks, for errors. */
  command: string;
  note(text: string): void;
}

/** Reads what a view needs from this machine; changes nothing. */
export async function read(request: Request, transport: Transport = local): Promise<Seen> {
  const docker = await readDocker(process.env, request.note);
  const { where, command } = request;
  const scope = await scopeFor(where, { transport, docker, command });
  const [dumps, details] = await Promise.all([
    readAround(
      scope,
      docker.containers.map(({ name }) => containerScope(name)),
      transport,
      request.note,
    ),
    readDetails(scope, request, transport),
  ]);
  return { scope, dumps, docker, details };
}

/**
 * The scope itself and all others: names need them. Namespaces and containers come and go while they are read, so a
 * reading that fails is tried again, and in the end done without them.
 */
async function readAround(
  scope: string,
  containers: string[],
  transport: Transport,
  note: (text: string) => void,
): Promise<Map<string, Dump>> {
  const look = (names: string[]) =>
    readHost(
      hostAt(transport).backend,
      names.map((name) => ({ scope: name, questions: [LINKS] })),
    );
  if (!(await transport.privileged())) {
    note("without root: other namespaces and containers are not looked into, so what leads there has no name");
    return look([scope]);
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await look(await distinct(scope, containers, transport));
    } catch (error) {
      if (attempt < 3) continue;
      note(`no names of other namespaces: ${error instanceof Error ? error.message : error}`);
      return look([scope]);
    }
  }
}

/** Scopes by namespace, not by name: containers share networks, and namespaces have several names. */
async function distinct(scope: string, containers: string[], transport: Transport): Promise<string[]> {
  const named = await transport.namespaces();
  const places = await Promise.all(
    containers.map(async (name) => ({ name, inode: (await transport.container(name.slice(10)))?.inode ?? "" })),
  );
  const all = [{ name: "host", inode: await transport.hostInode() }, ...places, ...named];
  const own = all.find(({ name }) => name === scope) ?? {
    name: scope,
    inode: (await transport.container(containerOf(scope) ?? scope))?.inode ?? "",
  };
  const seen = new Set<string>();
  const first = ({ inode }: { inode: string }) => inode !== "" && !seen.has(inode) && seen.add(inode);
  return [own, ...all].filter(first).map(({ name }) => name);
}

const QUESTIONS = {
  routes: () => ["ip", "-j", "-d", "route", "show", "table", "all"],
  neighbours: (all: boolean) => ["ip", "-j", "neigh", "show", ...(all ? ["nud", "all"] : [])],
  macs: () => ["bridge", "-j", "fdb", "show"],
};

async function readDetails(scope: string, { details, all, note }: Request, transport: Transport): Promise<Details> {
  const answers = details.map(async (detail) => {
    if (detail !== "firewall") return { [detail]: await ask(scope, QUESTIONS[detail](all), transport) };
    const firewall = await readFirewall(scope, transport);
    for (const words of await beside(scope, firewall, transport)) note(words);
    return { firewall };
  });
  return Object.assign({}, ...(await Promise.all(answers)));
}

async function ask(scope: string, argv: readonly string[], transport: Transport): Promise<Record<string, Json>[]> {
  const done = await transport.run(scope, argv, { timeout: 30_000 });
  const absent = missing(done);
  if (absent) throw new Failure(absent);
  const words = () => done.stderr.trim() || done.ended || `unexpected output: ${done.stdout.slice(0, 200)}`;
  if (done.code !== 0) throw new Failure(`${scope}: ${argv.join(" ")} failed: ${words()}`);
  return (JSON.parse(done.stdout.trim() || "[]") as Record<string, Json>[]).filter(
    // What a filter left out, `ip -j` prints as {}.
    (entry) => Object.keys(entry).length > 0,
  );
}
