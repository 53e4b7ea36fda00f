import { expect, test } from "vitest";
import type { Backend, Host, Look } from "../../../providers/host/backend.ts";
import { NEWBORN, OperationFailed } from "../../../providers/host/backend.ts";
import { wantedBy } from "../../../providers/host/document.ts";
import type { Dump } from "../../../providers/host/dump.ts";
import { describe as sentence } from "../../../providers/host/errors.ts";
import { macOf } from "../../../providers/host/kinds/link/steady.ts";
import type { Context, Operation } from "../../../providers/host/model.ts";
import { preview, reconcile } from "../../../providers/host/reconcile.ts";
import type { Transport } from "../../../providers/host/transport/transport.ts";
import { dumpOf } from "./recorded.ts";
import { OWNER, type Scopes } from "./world.ts";

/** A kernel that has nothing but namespaces and bridges, and starts no program: it obeys operations, not lines. */
class OtherBackend implements Backend {
  readonly looks: Look[] = [];
  readonly did: string[] = [];
  readonly #scopes = new Map<string, Map<string, string>>([["host", new Map()]]);
  readonly #macs = new Map<string, string>();
  refuses: string | undefined;

  observe = async (looks: readonly Look[]): Promise<Map<string, Dump>> => {
    this.looks.push(...looks);
    const there = looks.filter(({ scope }) => this.#scopes.has(scope));
    return new Map(there.map(({ scope }) => [scope, dumpOf(scope, { links: this.#links(scope) })]));
  };

  apply = async (operations: readonly Operation[], context: Context): Promise<string[]> => {
    for (const operation of operations) this.#obey(operation, context);
    return [];
  };

  #obey(operation: Operation, context: Context): void {
    const { verb, kind, scope, key } = operation;
    if (key === this.refuses) throw new OperationFailed({ operation, words: "no", line: key, tool: "other" });
    if (kind === "namespace" && verb === "create") this.#scopes.set(scope, new Map([["lo", OWNER]]));
    if (kind === "namespace" && verb === "delete") this.#scopes.delete(scope);
    if (kind === "link" && verb === "create") this.#scopes.get(scope)?.set(key, OWNER);
    if (kind === "link" && operation.want) this.#macs.set(key, String(macOf(operation.want, context) ?? ""));
    if (kind === "link" && verb === "delete") this.#scopes.get(scope)?.delete(key);
    this.did.push(sentence(operation));
  }

  #links(scope: string) {
    const links = [...(this.#scopes.get(scope) ?? [])];
    return links.map(([ifname, ifalias]) => ({
      ifname,
      ifalias,
      flags: ["UP"],
      mtu: ifname === "lo" ? 65536 : 1500,
      address: this.#macs.get(ifname) ?? "",
      ...kindOf(ifname),
    }));
  }
}

function kindOf(name: string) {
  const data = { stp_state: 0, vlan_filtering: 0, ageing_time: 30000, forward_delay: 1500 };
  return name === "lo" ? {} : { linkinfo: { info_kind: "bridge", info_data: data } };
}

/** A registry, and no way to start anything. */
function hostWith(backend: Backend): Host & { files: Map<string, string> } {
  const files = new Map<string, string>();
  const registry = {
    name: "elsewhere",
    machine: async () => "elsewhere",
    list: async () => [...files.keys()],
    read: async (name: string) => files.get(name),
    write: async (name: string, text: string) => void files.set(name, text),
    remove: async (name: string) => void files.delete(name),
  };
  const transport = new Proxy(registry as unknown as Transport, {
    get(known, property) {
      if (property in known) return known[property as keyof Transport];
      throw new Error(`asked for ${String(property)}`);
    },
  });
  return { transport, backend, files };
}

const LAB: Scopes = { host: { links: { br0: { type: "bridge" } } }, RED: {} };
const request = (scopes: Scopes) => ({ owner: OWNER, adopt: false, wanted: wantedBy(scopes), alsoScopes: ["RED"] });

test("another way to the kernel serves updates, previews and removal, and no program is started", async () => {
  const backend = new OtherBackend();
  const host = hostWith(backend);
  await reconcile(host, request(LAB));
  expect(backend.did).toEqual(["create namespace RED", "create link br0 in host", "create link lo in RED"]);
  expect((await preview(host, request(LAB))).operations).toEqual([]);
  await reconcile(host, request({}));
  expect(backend.did.slice(3)).toEqual(["delete link br0 in host", "delete namespace RED"]);
  expect([...host.files]).toEqual([]);
});

test("what it cannot carry out is told in its words, and undone by it", async () => {
  const backend = new OtherBackend();
  backend.refuses = "br0";
  await expect(reconcile(hostWith(backend), request(LAB))).rejects.toThrow(
    /^create link br0 in host failed: other said: no\n.*\nRolled back/s,
  );
  expect(backend.did).toEqual(["create namespace RED", "delete namespace RED"]);
});

test("it is asked in the words of ip and of files, each question once, and for what a new namespace is born with", async () => {
  const backend = new OtherBackend();
  const sysctls = { "net.ipv4.ip_forward": "1" };
  await preview(hostWith(backend), request({ RED: { sysctls } }));
  const [host, red, born] = backend.looks;
  expect(host?.questions.filter((question) => "ip" in question).map(({ ip }) => ip)).toEqual(
    expect.arrayContaining(["addr show", "route show table all", "neigh show nud permanent"]),
  );
  const words = (host?.questions ?? []).map((question) => JSON.stringify(question));
  expect(new Set(words).size).toBe(words.length);
  const settings = red?.questions.filter((question) => "settings" in question);
  expect(settings?.map((question) => question.settings)).toEqual([["net/ipv4/ip_forward"]]);
  expect(born?.scope).toBe(NEWBORN);
  expect(born?.questions).toEqual(expect.arrayContaining(settings ?? []));
});
