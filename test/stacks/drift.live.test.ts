import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { eventsDuring } from "../providers/host/live/events.ts";
import { differences, type Photograph, photograph } from "../providers/host/photograph.ts";
import { describeStack } from "./lab.ts";
import { failure, REPOSITORY } from "./stack.ts";

describeStack("RED and BLUE, changed by hand", {}, (lab) => {
  let made: Photograph;
  let built: number;

  test("the first up builds RED and BLUE, and leaves what others have alone", async () => {
    await lab.stack.settings("examples/red-blue/whole.yaml");
    await lab.stack.up();
    built = Date.now();
    made = await lab.settled();
    for (const from of ["RED", "BLUE"]) await lab.host.must(["ping", "-c1", "-w10", "203.0.113.8"], { scope: from });
    expect(differences(lab.before, made).filter((fact) => fact.startsWith("-"))).toEqual([]);
  });

  test("a declaration that grows is applied in place", async () => {
    await lab.stack.configure({ topology: await grown() });
    await lab.stack.up();
    const now = await lab.settled();
    expect(now.indexes).toEqual(made.indexes);
    expect(differences(made, now).join("\n")).toMatch(/192\.168\.104\.77.*rp_filter:2/s);
    made = now;
  });

  test("another up finds nothing to do, and neither the kernel nor a rule says that it tried", async () => {
    await bridgePortsSpoke();
    const events = await eventsDuring(lab.host, async () => {
      expect(await lab.stack.up({ expectNoChanges: true })).toContain("4 unchanged");
    });
    expect(events).toEqual([]);
    expect(await lab.changes(made)).toEqual([]);
  });

  /** The kernel sends one more message about each port of a bridge when its forward delay, 15 s, is over. */
  async function bridgePortsSpoke(): Promise<void> {
    await delay(Math.max(0, built + 16_000 - Date.now()));
  }

  /** The topology of examples/red-blue/whole.yaml with the kinds that it lacks. */
  async function grown(): Promise<object> {
    const { config } = parse(await readFile(join(REPOSITORY, "examples/red-blue/whole.yaml"), "utf8"));
    const topology = config["bridgework:topology"];
    Object.assign(topology.namespaces.WORLD, { sysctls: { "net.ipv4.conf.eth0.rp_filter": "2" } });
    const neighbours = [{ address: "192.168.104.77", dev: "uplink", mac: "02:00:00:00:00:77" }];
    return { ...topology, neighbours };
  }

  test("a plain preview names every object and property that somebody changed, and changes nothing", async () => {
    await breakEveryKind();
    const broken = await lab.settled();
    const { text, changes } = await lab.stack.preview();
    expect(driftIn(text)).toEqual(DRIFT);
    expect(text).toContain('expectation "BLUE ping RED" does not hold: namespace BLUE is missing: pulumi up makes it');
    expect(text).toMatch(/next: {2}pulumi up: it restores what is declared and drifted there, /);
    expect(changes).toEqual({ same: 3, update: 1 });
    expect(await lab.changes(broken)).toEqual([]);
  });

  async function breakEveryKind(): Promise<void> {
    await lab.host.ip(`link set reth1 mtu 1400
link set reth1 nomaster
link set br0 down
netns del BLUE
route del 203.0.113.8
neigh del 192.168.104.77 dev uplink
addr add 192.168.104.99/24 dev uplink
`);
    await lab.host.ip("addr del 11.11.11.2/24 dev reth0\nlink set lo down\naddr add 5.5.5.5/32 dev lo\n", "RED");
    await lab.host.ip("link set lo down\n", "WORLD");
    await lab.host.must(["sysctl", "-qw", "net.ipv4.ip_forward=0"]);
    await lab.host.must(["sysctl", "-qw", "net.ipv4.conf.eth0.rp_filter=0"], { scope: "WORLD" });
    const [, chain = ""] = /^:(BW-\S+)/m.exec(await lab.host.must(["iptables-save", "-t", "nat"])) ?? [];
    await lab.host.must(["iptables", "-t", "nat", "-F", chain]);
    await lab.host.must(["iptables", "-I", "DOCKER-USER", ...STRANGER]);
  }

  /** What a stranger's rule in front of ours says. */
  const STRANGER = ["-s", "10.99.0.68", "-j", "DROP"];

  /** What `breakEveryKind` did, and what goes with it: an address takes its route along, a namespace all that is in it. */
  const DRIFT = [
    "namespace BLUE is missing",
    "link beth1 in host is missing",
    "link reth1 in host: its master is none, not br0, mtu is 1400, not 1500",
    "link br0 in host: up is false, not true",
    "link beth0 in BLUE is missing",
    "link lo in BLUE is missing",
    "link lo in RED: up is false, not true",
    "link lo in WORLD: up is false, not true",
    'sysctl net.ipv4.ip_forward in host: value is "0", not "1"',
    'sysctl net.ipv4.conf.eth0.rp_filter in WORLD: value is "0", not "2"',
    "address beth0 11.11.11.3/24 in BLUE is missing",
    "address reth0 11.11.11.2/24 in RED is missing",
    "route 203.0.113.8/32 in host is missing",
    "route default in BLUE is missing",
    "route default in RED is missing",
    "neighbour uplink 192.168.104.77 in host is missing",
    'chain ipv4 nat postrouting in host: rules missing: "-s 11.11.11.0/24 ! -o br0 -j MASQUERADE"',
    "jump ipv4 filter forward in host: rules of others stand before it: -A DOCKER-USER -s 10.99.0.68/32 -j DROP",
    "address uplink 192.168.104.99/24 in host is there and not declared",
    "address lo 5.5.5.5/32 in RED is there and not declared",
  ];

  function driftIn(text: string): string[] {
    const [, diagnostics = ""] = text.split("\nDiagnostics:\n");
    return [...diagnostics.matchAll(/^\s+drift: (.*)$/gm)].map((match) => match[1] ?? "");
  }

  test("up repairs exactly that, and makes nothing anew that was there", async () => {
    await lab.stack.up();
    await lab.host.must(["iptables", "-D", "DOCKER-USER", ...STRANGER]);
    expect(differences(withoutMacs(made), withoutMacs(await lab.settled()))).toEqual([]);
    const { indexes } = await photograph(lab.host);
    const anew = Object.keys(made.indexes).filter((name) => indexes[name] !== made.indexes[name]);
    expect(anew).toEqual(["host/beth1"]);
  });

  /** A link that was made anew has other MACs, and what the kernel derives from them. */
  function withoutMacs(photo: Photograph): Photograph {
    const text = photo.text.replace(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, "MAC").replace(/fe80::[0-9a-f:]+/g, "LINK-LOCAL");
    return { ...photo, text };
  }

  test("an expectation that a stranger's rule breaks is drift; up says where the packet died, and keeps its repairs", async () => {
    const sound = await lab.settled();
    await lab.host.must(["iptables", "-t", "mangle", "-I", "FORWARD", "-s", "11.11.11.2", "-j", "DROP"]);
    const nat = await lab.host.must(["iptables-save", "-t", "nat"]);
    const [, chain = ""] = /^:(BW-\S+)/m.exec(nat) ?? [];
    await lab.host.must(["iptables", "-t", "nat", "-F", chain]);
    const { text, changes } = await lab.stack.preview();
    expect(text).toContain('expectation "RED ping 203.0.113.8" does not hold: it should work');
    expect(changes).toEqual({ same: 3, update: 1 });
    const said = await failure(lab.stack.up());
    expect(said).toMatch(/died: {2}forward-drop: host: rule 1 of FORWARD, table mangle/);
    expect(said).toMatch(
      /Repaired and kept, since it did not hold before either:\s+change chain ipv4 nat postrouting in host: rules add "/,
    );
    expect(said).not.toContain("Rolled back");
    expect(driftIn(text)).toHaveLength(1);
    await lab.host.must(["iptables", "-t", "mangle", "-D", "FORWARD", "-s", "11.11.11.2", "-j", "DROP"]);
    expect(await lab.changes(sound)).toEqual([]);
    await lab.stack.up({ expectNoChanges: true });
  });

  test("destroy gives the host back as it was", async () => {
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
