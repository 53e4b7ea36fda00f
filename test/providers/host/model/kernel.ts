import { setImmediate } from "node:timers/promises";
import { canonical, type Json } from "../../../../providers/host/json.ts";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import type { Finished, RunOptions } from "../../../../system/process.ts";
import { HOST, obey, type Spaces } from "./commands.ts";
import { printFdb } from "./fdb.ts";
import { printRules } from "./policy.ts";
import { slaveData } from "./port.ts";
import { printQueues, queued } from "./queue.ts";
import { changeSet, factsOfSets, printSets, restoreSets } from "./sets.ts";
import { printSettings, set, settingOf } from "./settings.ts";
import { type Address, type Link, type Route, type Space, space } from "./state.ts";
import { isTunnel } from "./tunnel.ts";
import { lastingVlans, printVlans } from "./vlans.ts";
import { linesOf, printTunnels, wg } from "./wireguard.ts";

/**
 * A host that is only a model: the product reaches it as any other, and it answers as the kernel and `ip` would.
 *
 * @param slow scopes whose programs take longest to start, the slowest last; of those that are started side by side
 */
export class ModelHost {
  readonly #slow: readonly string[];

  constructor(slow: readonly string[] = []) {
    this.#slow = slow;
  }

  readonly spaces: Spaces = new Map([["host", space("host", "root")]]);
  readonly files = new Map<string, string>();

  readonly transport: Transport = {
    name: "model",
    privileged: async () => true,
    run: async (scope, argv, options) => {
      for (let turns = this.#slow.indexOf(scope); turns >= 0; turns--) await setImmediate();
      return this.#run(scope, argv, options);
    },
    keep: () => {
      throw new Error("nothing is kept on a model");
    },
    container: async () => undefined,
    netns: HOST,
    namespaces: async () => this.#named(),
    hostInode: async () => "root",
    machine: async () => "model",
    read: async (name) => this.files.get(name),
    list: async () => [...this.files.keys()],
    write: async (name, text) => void this.files.set(name, text),
    remove: async (name) => void this.files.delete(name),
    rename: async () => undefined,
    lock: async () => ({ release: async () => undefined }),
    tidy: async () => undefined,
  };

  /** Somebody's own hand, or other people's objects: a line for `ip`, `tc` or `ipset`, or "sysctl PATH = VALUE". */
  line(scope: string, text: string): string | undefined {
    const here = this.spaces.get(scope);
    const family = text.startsWith("-6 ") ? 6 : 4;
    if (here && text.startsWith("qdisc ")) return queued(here, text);
    if (here && text.startsWith("ipset ")) return changeSet(here, text.slice(6));
    const [, path, value = ""] = /^sysctl (\S+) = (.*)$/.exec(text) ?? [];
    if (here && path !== undefined) return set(here, path, value) ? undefined : `no setting ${path}`;
    return here ? obey(this.spaces, here, text.replace("-6 ", ""), family) : `no namespace ${scope}`;
  }

  /** All that is there, as text: what was gone and came back is the same. */
  photograph(): string[] {
    return [...this.spaces.values()].flatMap((here) => facts(here)).sort();
  }

  #named() {
    const names = [...this.spaces.values()].filter(({ name }) => name !== "host");
    return names.map(({ name, inode }) => ({ name, inode, since: "" }));
  }

  #run(scope: string, argv: readonly string[], { input = "" }: RunOptions = {}): Finished {
    const command = argv.join(" ");
    const here = this.spaces.get(scope);
    if (!here) return done(argv, 1, "", `Cannot open network namespace "${scope}": No such file or directory`);
    if (command === "ip -batch -" || command === "bridge -batch -") return this.#batch(argv, here, input);
    if (command === "ip -6 -batch -") return this.#batch(argv, here, input, 6);
    if (command === "tc -batch -") return this.#batch(argv, here, input);
    if (command === "tc -j qdisc show") return done(argv, 0, JSON.stringify(printQueues(here)));
    if (command === "ip -N -j -d -6 rule show") return done(argv, 0, `${JSON.stringify(printRules(here, 6))}\n`);
    if (command === "ip -N -j -d -batch -" || command === "bridge -j -compressvlans -batch -")
      return done(argv, 0, this.#answers(here, input));
    if (command === "wg show all dump") return done(argv, 0, printTunnels(here));
    if (command === "ipset save") return done(argv, 0, printSets(here));
    if (command === "ipset restore") return answered(argv, restoreSets(here, input));
    const wgWords = argv[0] === "wg" ? argv.slice(1) : argv[3] === "wg" ? argv.slice(4) : undefined;
    if (wgWords) return answered(argv, wg(here, wgWords, input));
    if (argv.includes("grep"))
      return done(argv, 0, printSettings(argv.includes("unshare") ? space("", "") : here, argv));
    if (argv[0] === "sysctl") return written(argv, here, input);
    if (argv[0]?.endsWith("-save")) return done(argv, 0, "");
    throw new Error(`the model does not know: ${command}`);
  }

  #batch(argv: readonly string[], here: Space, input: string, family: 4 | 6 = 4): Finished {
    for (const [index, text] of input.trimEnd().split("\n").entries()) {
      const refusal = argv[0] === "tc" ? queued(here, text) : obey(this.spaces, here, text, family);
      if (refusal === undefined) continue;
      // `ip neigh` ends the process where the kernel refuses; what it refuses itself, `ip` counts.
      const ends = text.startsWith("neigh ") && !refusal.startsWith("Cannot find device");
      return ends
        ? done(argv, 2, "", `${refusal}\n`)
        : done(argv, 1, "", `${refusal}\nCommand failed -:${index + 1}\n`);
    }
    return done(argv, 0, "");
  }

  /** One list a line, as asked. */
  #answers(here: Space, input: string): string {
    const lists = input
      .trimEnd()
      .split("\n")
      .map((question) => (question === "netns list-id" ? this.#ids() : answer(here, question)));
    return lists.map((list) => `${JSON.stringify(list)}\n`).join("");
  }

  #ids() {
    return this.#named().map(({ name, inode }) => ({ nsid: id(inode), name }));
  }
}

function answered(argv: readonly string[], refusal: string | undefined): Finished {
  return refusal === undefined ? done(argv, 0, "") : done(argv, 1, "", `${refusal}\n`);
}

function done(argv: readonly string[], code: number, stdout: string, stderr = ""): Finished {
  return { argv, code, stdout, stderr };
}

/** The number that other namespaces use for one: any will do as long as it is always the same. */
function id(inode: string): number {
  return [...inode].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 100_003, 7);
}

function answer(here: Space, question: string): Json[] {
  switch (question) {
    case "addr show":
      return here.links.map((link) => printLink(here, link));
    case "fdb show":
      return printFdb(here);
    case "vlan show":
      return printVlans(here);
    case "route show table all":
      return here.routes.map(printRoute);
    case "rule show":
      return printRules(here, 4);
    case "neigh show":
    case "neigh show nud permanent":
      return here.neighbours.map(({ dst, dev, lladdr, protocol }) => ({
        ...{ dst, dev, lladdr, state: ["PERMANENT"] },
        ...(protocol === "0" ? {} : { protocol }),
      }));
    default:
      throw new Error(`the model does not know: ${question}`);
  }
}

function printLink(here: Space, link: Link): Json {
  const of = (family: 4 | 6) => link.addresses.filter(({ cidr }) => cidr.family === family);
  const data = {
    stp_state: 0,
    vlan_filtering: 0,
    vlan_default_pvid: 1,
    ageing_time: 30000,
    forward_delay: 1500,
    ...link.bridge,
  };
  const isProgram = link.kind === "tun" || link.kind === "tap";
  const info = {
    info_kind: isProgram ? "tun" : link.kind,
    ...(link.kind === "bridge" && { info_data: data }),
    ...ownData(link),
  };
  const slave = link.master && slaveOf(here, link);
  return {
    ...{ ifindex: link.ifindex, ifname: link.ifname, mtu: link.mtu, address: link.address },
    // Those that are made without ARP have no multicast either; of the others nobody takes it away here.
    flags: [...(link.up ? ["UP"] : []), ...(link.arp ? [] : ["NOARP"]), ...(isAlone(link) ? ["BROADCAST"] : [])],
    ...(link.ifalias ? { ifalias: link.ifalias } : {}),
    ...(link.master ? { master: link.master } : {}),
    ...(link.kind === "loopback" ? {} : { linkinfo: { ...info, ...slave } }),
    ...otherEnd(here, link),
    addr_info: [...of(4), ...of(6).reverse()].map(printAddress),
  };
}

function slaveOf(here: Space, link: Link): Record<string, Json> {
  const master = here.links.find(({ ifname }) => ifname === link.master);
  if (master?.kind === "bond")
    return { info_slave_kind: "bond", info_slave_data: { perm_hwaddr: link.own?.address ?? "" } };
  if (master?.kind === "vrf") return { info_slave_kind: "vrf", info_slave_data: { ...master.above?.data } };
  return { info_slave_kind: "bridge", info_slave_data: slaveData(link) };
}

function isAlone({ kind }: Link): boolean {
  return kind === "dummy" || kind === "ifb";
}

function ownData({ above }: Link): Record<string, Json> {
  return above ? { info_data: above.data } : {};
}

/** By name where both ends are in one namespace, else by numbers. */
function otherEnd(here: Space, link: Link): Record<string, Json> {
  const { peer, above } = link;
  if (above) return above.parent === "" || isTunnel(link.kind) || link.kind === "vxlan" ? {} : { link: above.parent };
  if (!peer) return {};
  if (peer.space === here) return { link: peer.link.ifname };
  return { link_index: peer.link.ifindex, link_netnsid: id(peer.space.inode) };
}

function printAddress({ text, scope, peer, secondary }: Address): Json {
  const [local = "", prefixlen = ""] = text.split("/");
  const far = peer ? { address: peer.split("/")[0] ?? "" } : {};
  return { local, ...far, prefixlen: Number(prefixlen), scope, ...(secondary ? { secondary } : {}) };
}

function printRoute({ family, dst, gateway, dev, prefsrc, onlink, mtu, nexthops, ...route }: Route): Json {
  const several = nexthops?.map((hop) => ({
    gateway: hop.gateway ?? "",
    dev: hop.dev ?? "",
    weight: hop.weight,
    flags: [],
  }));
  return {
    ...route,
    dst: dst === "0.0.0.0/0" || dst === "::/0" ? "default" : dst,
    ...(gateway ? { gateway } : {}),
    ...(dev ? { dev } : {}),
    ...(prefsrc ? { prefsrc } : {}),
    flags: onlink ? ["onlink"] : [],
    ...(mtu ? { metrics: [{ mtu }] } : {}),
    ...(several ? { nexthops: several } : {}),
    ...(family === 6 ? { pref: "medium" } : {}),
  };
}

/** sysctl goes on after a setting that is not there. */
function written(argv: readonly string[], here: Space, input: string): Finished {
  const lines = input
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" = "));
  const missing = lines.filter(([path = "", value = ""]) => !set(here, path, value));
  const said = missing.map(([path]) => `sysctl: cannot stat /proc/sys/${path}: No such file or directory\n`);
  return done(argv, missing.length > 0 ? 1 : 0, "", said.join(""));
}

/** The interface that a tunnel sent by is as good as none, and is not brought back by one. */
const GONE = /^if\d+|"link":"if\d+",/g;

function facts(here: Space): string[] {
  const links = here.links.map((link) => {
    const { peer, addresses, group: _, ifindex: __, above, vlans: ___, queue, tunnel, ...rest } = link;
    const texts = addresses.map(({ text, scope, peer: far }) => `${text} ${scope} ${far}`).sort();
    const data = { stp_state: 0, ageing_time: 30000, vlan_filtering: 0, ...rest.bridge };
    const lies = above && `${above.parent} ${canonical(above.data)}`.replace(GONE, "");
    return JSON.stringify({
      ...rest,
      bridge: data,
      vlans: lastingVlans(here, link),
      port: rest.master ? canonical(slaveData(link)) : "",
      lies,
      queue: queue && canonical(queue as unknown as Json),
      tunnel:
        tunnel &&
        linesOf(rest.ifname, tunnel)
          .map((words) => words.join(" "))
          .sort(),
      texts,
      peer: peer && `${peer.space.name}/${peer.link.ifname}`,
    });
  });
  const paths = here.links.flatMap(({ ifname }) => [
    `net/ipv4/conf/${ifname}/rp_filter`,
    `net/ipv6/conf/${ifname}/accept_ra`,
    `net/ipv6/conf/${ifname}/disable_ipv6`,
  ]);
  return [
    ...links,
    ...here.routes.map((each) => JSON.stringify(each)),
    ...here.neighbours.map((each) => JSON.stringify(each)),
    ...here.fdb.map((each) => JSON.stringify(each)),
    ...here.rules.map((each) => JSON.stringify(each)),
    ...factsOfSets(here),
    ...["net/ipv4/ip_default_ttl", ...paths].map((path) => `${path} = ${settingOf(here, path)}`),
  ].map((fact) => `${here.name}: ${fact}`);
}
