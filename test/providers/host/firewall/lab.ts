import { asLive } from "../../../../providers/host/as-live.ts";
import { hostAt } from "../../../../providers/host/backends.ts";
import { wantedBy } from "../../../../providers/host/document.ts";
import type { Json } from "../../../../providers/host/json.ts";
import type { Operation } from "../../../../providers/host/model.ts";
import { notesOf, preview, reconcile } from "../../../../providers/host/reconcile.ts";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import { Services } from "../../../conversation/services.ts";
import { Sandbox } from "../../../sandbox.ts";
import { transportInto } from "../../../transport.ts";

export type FirewallJson = Record<string, Json>;

/**
 * A host with RED and BLUE behind the bridge br0 and a machine `OUT` behind the uplink eth1. OUT owns 8.8.8.8 and has
 * no route back to the bridge's networks. Forwarding is on, the policy of FORWARD is the kernel's until a test says.
 */
const HOST = `
link add br0 type bridge forward_delay 0
link add reth1 type veth peer name reth0 netns RED
link add beth1 type veth peer name beth0 netns BLUE
link add eth1 type veth peer name eth0 netns OUT
link set reth1 master br0 up
link set beth1 master br0 up
link set br0 up
link set eth1 up
address add 11.11.11.1/24 dev br0
address add fd00:11::1/64 dev br0 nodad
address add 192.168.104.2/24 dev eth1
address add fd00:104::2/64 dev eth1 nodad
route add 8.8.8.8 via 192.168.104.3
route add 2001:db8::8 via fd00:104::3
`;

const inside = (dev: string, ipv4: string, ipv6: string, more: string) =>
  `link set lo up\nlink set ${dev} up\naddress add ${ipv4} dev ${dev}\naddress add ${ipv6} dev ${dev} nodad\n${more}`;
const BEHIND = "route add default via 11.11.11.1\nroute add default via fd00:11::1\n";

const OWNER = "bridgework:test/dev/lab";

/** The lab in each family, for `describe.each`: `$name` is in its title. */
export const FAMILIES = [
  {
    ...{ name: "IPv4", family: "ipv4", iptables: "iptables", single: "/32", icmp: "icmp" },
    ...{ network: "11.11.11.0/24", bridge: "11.11.11.1", red: "11.11.11.2", blue: "11.11.11.3" },
    ...{ uplink: "192.168.104.2", out: "192.168.104.3", outside: "192.168.104.0/24", world: "8.8.8.8" },
    ...{ next: "11.11.12.0/24", elsewhere: "10.66.0.0/16" },
    ...{ ping: ["--icmp-type 8", "--icmp-type 0"] as const, unreachable: "icmp-port-unreachable" },
  },
  {
    ...{ name: "IPv6", family: "ipv6", iptables: "ip6tables", single: "/128", icmp: "ipv6-icmp" },
    ...{ network: "fd00:11::/64", bridge: "fd00:11::1", red: "fd00:11::2", blue: "fd00:11::3" },
    ...{ uplink: "fd00:104::2", out: "fd00:104::3", outside: "fd00:104::/64", world: "2001:db8::8" },
    ...{ next: "fd00:12::/64", elsewhere: "fd66::/16" },
    ...{ ping: ["--icmpv6-type 128", "--icmpv6-type 129"] as const, unreachable: "icmp6-port-unreachable" },
  },
];

/** An address with a port behind it. */
export function to(address: string, port: number | string): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The links that a document would declare, as far as a firewall asks for them. */
const RED_LINKS = { reth0: { type: "veth", peer: { scope: "host" }, addresses: ["11.11.11.2/24", "fd00:11::2/64"] } };

interface How {
  owner?: string;
  scope?: string;
  transport?: Transport;
  prove?: () => Promise<void>;
}

export class FirewallLab {
  readonly sandbox: Sandbox;
  readonly transport: Transport;
  readonly #services: Services;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.transport = transportInto(sandbox);
    this.#services = new Services(sandbox);
  }

  static async open(): Promise<FirewallLab> {
    const sandbox = await Sandbox.open();
    await sandbox.namespaces("RED", "BLUE", "OUT");
    // Else IPv6 is silent for the first seconds of a link.
    for (const scope of ["host", "RED", "BLUE", "OUT"])
      await sandbox.must(["tee", "/proc/sys/net/ipv6/conf/default/accept_dad"], { scope, input: "0" });
    await sandbox.ip(HOST);
    await sandbox.ip(inside("reth0", "11.11.11.2/24", "fd00:11::2/64", BEHIND), "RED");
    await sandbox.ip(inside("beth0", "11.11.11.3/24", "fd00:11::3/64", BEHIND), "BLUE");
    const outer = "address add 8.8.8.8/32 dev lo\naddress add 2001:db8::8/128 dev lo nodad\n";
    await sandbox.ip(inside("eth0", "192.168.104.3/24", "fd00:104::3/64", outer), "OUT");
    const lab = new FirewallLab(sandbox);
    await lab.set("net/ipv4/ip_forward", "1");
    await lab.set("net/ipv6/conf/all/forwarding", "1");
    return lab;
  }

  async set(key: string, value: string): Promise<void> {
    await this.sandbox.must(["tee", `/proc/sys/${key}`], { input: value });
  }

  /** FORWARD drops what nobody accepts, as Docker leaves it. */
  async closed(): Promise<void> {
    await this.sandbox.must(["iptables", "-P", "FORWARD", "DROP"]);
    await this.sandbox.must(["ip6tables", "-P", "FORWARD", "DROP"]);
  }

  /** From now on `iptables` is the legacy program, mounted over the other one; each looks at the name it is called by. */
  async legacy(): Promise<void> {
    const program = (await this.sandbox.must(["readlink", "-f", "/usr/sbin/iptables"])).trim();
    await this.sandbox.must(["mount", "--bind", "/usr/sbin/xtables-legacy-multi", program]);
  }

  #request(firewall: FirewallJson, owner: string, scope: string) {
    const scopes = this.#scopes(firewall, scope);
    const wanted = wantedBy(scopes).filter(({ kind }) => ["set", "table", "chain", "jump"].includes(kind));
    return { owner, wanted, adopt: false, alsoScopes: [scope] };
  }

  /** RED's links are declared too, so that a publish finds the network of its service. */
  #scopes(firewall: FirewallJson, scope: string): Record<string, Record<string, Json>> {
    const scopes: Record<string, Record<string, Json>> = { host: {}, RED: { links: RED_LINKS } };
    scopes[scope] = { ...scopes[scope], firewall };
    return scopes;
  }

  /** Makes it true, by the product's own way from declaration to kernel. */
  async apply(firewall: FirewallJson, { owner = OWNER, scope = "host", transport = this.transport, prove }: How = {}) {
    const request = { ...this.#request(firewall, owner, scope), ...(prove && { prove }) };
    return names((await reconcile(hostAt(transport), request)).operations);
  }

  /** What an update says besides what it does. */
  async remarks(firewall: FirewallJson): Promise<string[]> {
    return (await reconcile(hostAt(this.transport), this.#request(firewall, OWNER, "host"))).notes;
  }

  /** The flows that the host tracks, in the words of conntrack(8), without what changes with every packet. */
  async flows(): Promise<string[]> {
    const texts = ["ipv4", "ipv6"].map((family) =>
      this.sandbox.must(["conntrack", "-L", "-f", family, "-o", "extended"]),
    );
    const all = (await Promise.all(texts)).join("").trim().split("\n");
    // An update tries loopback itself, and what it opened there is gone a little later; so is what the kernel says of
    // its groups (IGMP).
    const lines = all.filter((line) => !/src=(127\.0\.0\.1|::1) |dst=224\.0\.0\.22 /.test(line));
    return lines.map((line) => line.replace(/ +\d+ +(?=[A-Z]|src)/, " ").replace(/ \[ASSURED\]| use=\d+/g, "")).sort();
  }

  /** What an update would do now. */
  async plan(firewall: FirewallJson, owner = OWNER, scope = "host"): Promise<Operation[]> {
    return (await preview(hostAt(this.transport), this.#request(firewall, owner, scope))).operations;
  }

  /** What a person is told besides. */
  async notes(firewall: FirewallJson): Promise<string[]> {
    return notesOf(await preview(hostAt(this.transport), this.#request(firewall, OWNER, "host")));
  }

  /** What a preview shows as the host's side of the declaration. */
  async live(firewall: FirewallJson): Promise<FirewallJson> {
    const { wanted } = this.#request(firewall, OWNER, "host");
    const scopes = asLive(this.#scopes(firewall, "host"), await this.plan(firewall), wanted);
    return scopes.host?.firewall as FirewallJson;
  }

  /** Answers on these ports of a namespace: `serve("RED", "tcp", "80")`. */
  serve(scope: string, ...ports: string[]): Promise<void> {
    return this.#services.serve(scope, ...ports);
  }

  /** The answer of a server, "PORT CLIENT", or why there is none. */
  ask(from: string, protocol: string, address: string, port: number): Promise<string> {
    return this.#services.ask(from, protocol, address, port);
  }

  async pings(from: string, target: string): Promise<boolean> {
    return (await this.sandbox.run(["ping", "-c", "1", "-w", "2", target], { scope: from })).code === 0;
  }

  /** Both families, without the time of the saving and without counters. */
  async save(scope = "host"): Promise<string> {
    const texts = [
      await this.sandbox.must(["iptables-save"], { scope }),
      await this.sandbox.must(["ip6tables-save"], { scope }),
    ];
    return texts
      .join("")
      .replace(/^# .*\n/gm, "")
      .replace(/\[\d+:\d+\]$/gm, "");
  }

  /** One command by hand: `hand("iptables -t nat -F")`. */
  async hand(command: string, scope = "host"): Promise<void> {
    await this.sandbox.must(command.split(" "), { scope });
  }

  async close(): Promise<void> {
    await this.#services.close();
    await this.sandbox.close();
  }
}

export function names(operations: Operation[]): string[] {
  return operations.map(({ verb, kind, key }) => `${verb} ${kind} ${key}`);
}
