import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scopes as Declared } from "../../../net/schema/scope.ts";
import { wantedBy } from "../../../providers/host/document.ts";
import { canonical } from "../../../providers/host/json.ts";
import { absentLinks } from "../../../providers/host/preflight/absent-links.ts";
import { disturbed } from "../../../providers/host/preflight/foreign-bridges.ts";
import { strangeGateways } from "../../../providers/host/preflight/gateways.ts";
import { madeBy, missingParts } from "../../../providers/host/preflight/kernel.ts";
import { absentSettings } from "../../../providers/host/preflight/settings.ts";
import { lostGotos } from "../../../providers/host/preflight/unasked.ts";
import { lackingFor } from "../../../providers/host/preflight/unborn.ts";
import { formatFault } from "../../../validation/fault.ts";
import { lacks, lacksQueue } from "../../links.ts";
import { describeLive } from "../../live.ts";
import { OWNER, type Scopes, World } from "./world.ts";

const [noGre, noIpip] = await Promise.all(
  ["gre", "ipip"].map((type) => lacks(type, `name tunnel type ${type} remote 192.0.2.1`)),
);

/** What is told of a link in RED of a type that the kernel lacks; nothing where it has it. */
const without = (name: string, type: string, lacking: string | undefined) => {
  const told = new RegExp(`^namespaces\\.RED\\.links\\.${name}\\.type: "${type}": the kernel .* no ${type} `);
  return lacking === undefined ? [] : [expect.stringMatching(told)];
};

const noVlans = await lacks("802.1Q", "name tagged link near type vlan id 1");
const noNetem = await lacksQueue("netem");

describeLive("what a preview knows of the kernel and the host", () => {
  const world = new World();
  beforeAll(() => world.open());
  afterAll(() => world.close());

  const settings = async (scopes: Scopes) => absentSettings(await world.seen(scopes)).map(formatFault);
  const parts = async (scopes: Scopes) =>
    (await missingParts(world.transport, madeBy((await world.seen(scopes)).operations))).map(formatFault);
  const gateways = async (scopes: Scopes, before: Scopes = {}) => {
    const run = (argv: readonly string[]) => world.transport.run("host", argv);
    return (await strangeGateways((await world.seen(scopes)).operations, scopes, wantedBy(before), run)).map(
      formatFault,
    );
  };
  const absent = async (scopes: Scopes, before: Scopes = {}, dockers: string[] = []) => {
    const { operations, dumps } = await world.seen(scopes);
    const around = { scopes: scopes as Declared, before: wantedBy(before), dockers, host: dumps.get("host") };
    return absentLinks(operations, around).map(formatFault);
  };
  const disturbs = async (scopes: Scopes) => {
    const { operations, context } = await world.seen(scopes);
    return disturbed(operations, context).map(formatFault);
  };
  const gotos = async (scopes: Scopes) =>
    lostGotos({ ...(await world.seen(scopes)), owner: OWNER, beside: [] }).map(formatFault);

  test("settings that the kernel does not have are told, of a namespace that is yet to be made too", async () => {
    const sysctls = { "net.ipv4.ip_foward": "1", "net.ipv4.conf.br0.rp_filter": "1", "net.bridge.no-such": "1" };
    const inside = { "net.ipv4.conf.r0.rp_fliter": "1", "net.ipv4.tcp_rmem": "1 2 3", "net.core.dev_weight": "9" };
    const declared: Scopes = { host: { sysctls }, RED: { sysctls: inside } };
    expect(await settings(declared)).toEqual([
      'sysctls["net.ipv4.ip_foward"]: "net.ipv4.ip_foward": the kernel has no such setting. ' +
        'Did you mean "net.ipv4.ip_forward"?',
      'namespaces.RED.sysctls["net.ipv4.conf.r0.rp_fliter"]: "net.ipv4.conf.r0.rp_fliter": the kernel has no such ' +
        'setting. Did you mean "net.ipv4.conf.r0.rp_filter"?',
      'namespaces.RED.sysctls["net.core.dev_weight"]: "net.core.dev_weight": a namespace of this kernel ' +
        "has no such setting. Declare it for the host, if that has it.",
    ]);
  });

  test("a link that the kernel was built without is told with its words, and one that it has is not", async () => {
    const links = { r0: { type: "veth", peer: { scope: "host" } }, v: { type: "vlan", parent: "r0", id: 10 } };
    const told = await parts({ RED: { links } });
    if (noVlans === undefined) expect(told).toEqual([]);
    else
      expect(told).toEqual([expect.stringMatching(/^namespaces\.RED\.links\.v\.type: "vlan": the kernel .* no VLANs/)]);
    expect(await parts({ RED: { links: { r0: links.r0 } } })).toEqual([]);
  });

  test("a bridge that the host has not is told, one that it has, or that Docker makes, is not", async () => {
    const links = {
      br0: { type: "bridge" },
      a: { type: "dummy", master: "br0" },
      b: { type: "dummy", master: "theirs0" },
      c: { type: "dummy", master: "br1" },
      d: { type: "dummy", master: "docker7" },
      e: { type: "dummy", master: "theirs3" },
      r0: { type: "veth", peer: { scope: "host", name: "f", master: "nowhere" } },
    };
    const told = await absent({ host: { links } }, {}, ["docker7"]);
    const none = "no bridge, bond or VRF of this name is declared, and the host has none";
    expect(told).toEqual([
      `links.c.master: "br1": ${none}. Did you mean "br0"?`,
      'links.e.master: "theirs3": a veth has no ports. Name a bridge, a bond or a VRF.',
      `links.r0.peer.master: "nowhere": ${none}. Declared bridges, bonds and VRFs: br0, docker7.`,
    ]);
    expect(await absent({ host: { links } }, { host: { links: { br1: { type: "bridge" } } } }, ["docker7"])).toEqual(
      told.slice(1),
    );
  });

  test("a port that would change somebody else's bridge is told, one that leaves it as it is is not", async () => {
    await world.byHand(
      "ip link add theirs8 type bridge",
      "ip link add theirs9 address 02:00:00:00:00:09 mtu 9000 type veth peer name theirs10",
      "ip link set theirs9 master theirs8",
    );
    const cable = { type: "veth", peer: { scope: "host", name: "q" }, master: "theirs8" };
    const port = (more: object) => ({ host: { links: { p: { ...cable, ...more } } } });
    const [bridge, low] = ["the host's bridge theirs8", "02:00:00:00:00:03"];
    expect(await disturbs(port({}))).toEqual([
      `links.p.mtu: 1500: ${bridge} takes 9000 bytes, and would take 1500 with this port. Write 9000.`,
    ]);
    expect(await disturbs(port({ mtu: 9000, mac: low }))).toEqual([
      `links.p.mac: "${low}": ${bridge} has the lowest MAC address of its ports, which this would be: ` +
        "its neighbours would lose it. Write one above 02:00:00:00:00:09.",
    ]);
    expect(await disturbs(port({ mtu: 9000 }))).toEqual([]);
    await world.apply(port({ mtu: 9000 }));
    expect(await world.sandbox.must(["ip", "link", "show", "p"])).toMatch(/master theirs8[\s\S]*link\/ether fe:/);
    expect(await world.sandbox.must(["ip", "link", "show", "theirs8"])).toMatch(/mtu 9000[\s\S]*02:00:00:00:00:09/);
    await world.apply({});
  });

  test("shaping that the kernel was built without is told at each place, with the module that has it", async () => {
    const shaping = { delay: "40ms" };
    const r0 = { type: "veth", shaping, peer: { scope: "host", name: "r1", shaping: { loss: "1%" } } };
    const told = (end: string) =>
      `namespaces.RED.links.${end}.shaping: the kernel of host "sandbox" has no netem (CONFIG_NET_SCH_NETEM), tc says: ` +
      "Specified qdisc kind is unknown. Load its module (modprobe sch_netem), or take a kernel that has it.";
    expect(await parts({ RED: { links: { r0 } } })).toEqual(noNetem ? [told("r0.peer"), told("r0")] : []);
  });

  test("the same of a container that is not there yet, whatever else of the document is known later", async () => {
    const later = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const text = canonical({ networks: { lan: { shaping: { delay: "40ms" } } } });
    const rest = { owner: OWNER, adopt: false, expect: {}, around: {}, containers: { web: later } };
    const told = await lackingFor({ ...rest, host: "local", scopes: { "container:web": text, RED: later } });
    const line = expect.stringMatching(/^containers\.web\.networks\.lan\.shaping: the kernel .* no netem /);
    expect(told).toEqual(noNetem ? [line] : []);
    expect(await lackingFor({ ...rest, host: later, scopes: { "container:web": text } })).toEqual([]);
  });

  test("a tunnel that it was built without is told once, and one inside UDP as what that lacks", async () => {
    const remote = "192.0.2.2";
    const links = { g: { type: "gre", remote, encap: "fou", encapDport: 5555 }, i: { type: "ipip", remote } };
    const told = await parts({ RED: { links } });
    const of = (name: string) => told.filter((line) => line.startsWith(`namespaces.RED.links.${name}.`));
    expect(of("i")).toEqual(without("i", "ipip", noIpip));
    if (noGre !== undefined) expect(of("g")).toEqual(without("g", "gre", noGre));
    else expect(of("g").join()).toMatch(/^(namespaces\.RED\.links\.g\.encap: "fou": .* no gre inside UDP .*)?$/);
  });

  test("a parent that the host has not is told, one that it has or that is declared is not", async () => {
    const links = {
      br0: { type: "bridge" },
      a: { type: "macvlan", parent: "br0" },
      b: { type: "macvlan", parent: "theirs3" },
      c: { type: "macvlan", parent: "br5" },
      d: { type: "macvlan", parent: "eth99" },
    };
    const inside = {
      RED: { links: { e: { type: "macvlan", parent: "host/eth98" }, f: { type: "macvlan", parent: "host/br0" } } },
    };
    const none = (name: string, parent: string) =>
      `links.${name}.parent: "${parent}": no interface of this name is declared, and the host has none. ` +
      "Write one that `ip link` lists, or declare it.";
    const before = { host: { links: { br5: { type: "bridge" } } } };
    expect(await absent({ host: { links } })).toEqual([none("c", "br5"), none("d", "eth99")]);
    expect(await absent({ host: { links: { br0: links.br0 } }, ...inside })).toEqual([
      `namespaces.RED.${none("e", "eth98")}`,
    ]);
    expect(await absent({ host: { links } }, before)).toEqual([none("d", "eth99")]);
  });

  test("a next hop that the host reaches by nothing is told, one by its own or a declared network is not", async () => {
    const to = (via: string, i: number) => ({ to: `10.7.${i}.0/24`, via });
    const links = { br0: { type: "bridge", addresses: ["10.6.0.1/24"] } };
    const routes = ["10.5.0.9", "192.168.77.3", "10.6.0.7", "10.99.0.1"].map(to);
    const reached = expect.stringMatching(/^routes\[[03]\]\.via: .*not on link/);
    expect(await gateways({ host: { links, routes } })).toEqual([reached, reached]);
    const before = { host: { links: { br5: { type: "bridge", addresses: ["10.5.0.1/24"] } } } };
    expect(await gateways({ host: { links, routes } }, before)).toEqual([reached]);
  });

  test("so is one of several next hops, but for those that count as on link", async () => {
    const far = { via: "10.5.0.9", dev: "theirs0" };
    const nexthops = [{ via: "192.168.77.3" }, far, { ...far, onlink: true }];
    const routes = [
      { to: "10.7.0.0/24", nexthops },
      { to: "10.7.1.0/24", ...far, onlink: true },
    ];
    expect(await gateways({ host: { routes } })).toEqual([
      expect.stringMatching(/^routes\[0\]\.nexthops\[1\]\.via: .*not on link/),
    ]);
  });

  test("a goto to a rule that neither the document nor the host has is told, one to somebody's rule is not", async () => {
    const rules = [
      { priority: 100, goto: 150 },
      { priority: 101, goto: 160 },
      { priority: 102, family: "ipv6", goto: 160 },
      { priority: 103, goto: 32767 },
      { priority: 160, from: "10.9.0.0/24", type: "blackhole" },
    ];
    const told = "and until one does this rule is passed over";
    expect(await gotos({ host: { rules } })).toEqual([
      expect.stringMatching(`^rules\\[0\\]\\.goto: 150: no rule of IPv4 has this priority in host, ${told}`),
      expect.stringMatching(`^rules\\[2\\]\\.goto: 160: no rule of IPv6 has this priority in host, ${told}`),
    ]);
    await world.byHand("ip rule add priority 150 from 10.8.0.0/24 type blackhole");
    expect(await gotos({ host: { rules: rules.slice(0, 2) } })).toEqual([
      expect.stringMatching("^rules\\[1\\]\\.goto: 160"),
    ]);
    await world.byHand("ip rule del priority 150");
  });
});
