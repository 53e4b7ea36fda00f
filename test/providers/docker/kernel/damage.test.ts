import { describe, expect, test } from "vitest";
import type { ContainerInspect, NetworkInspect } from "../../../../engine/types.ts";
import { readRules } from "../../../../net/walk/rules.ts";
import { impliedNetwork } from "../../../../providers/docker/container/inputs/attachment.ts";
import { damageOf } from "../../../../providers/docker/kernel/container-damage.ts";
import { isMendable, sayDamage, withDamage, withoutDamage } from "../../../../providers/docker/kernel/damage.ts";
import { readOptions } from "../../../../providers/docker/kernel/engine-options.ts";
import { readFiles } from "../../../../providers/docker/kernel/inside.ts";
import type { Kernel } from "../../../../providers/docker/kernel/kernel.ts";
import { networkDamage } from "../../../../providers/docker/kernel/network-damage.ts";
import { connectedRoute, placeDamage } from "../../../../providers/docker/kernel/place-damage.ts";
import { portDamage } from "../../../../providers/docker/kernel/port-damage.ts";

const RULES = `*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 10.77.8.0/24 ! -o br0 -j MASQUERADE
-A DOCKER ! -i br0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.77.8.2:80
COMMIT
*filter
:FORWARD DROP [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o br0 -j DOCKER
-A FORWARD -i br0 ! -o br0 -j ACCEPT
-A DOCKER -d 10.77.8.2/32 ! -i br0 -o br0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-USER -j RETURN
COMMIT
`;

function kernel(edit: (rules: string) => string = (rules) => rules, more: Partial<Kernel> = {}): Kernel {
  const links = [
    { name: "eth0", up: true, addresses: ["192.0.2.1"] },
    { name: "br0", up: true, addresses: ["10.77.8.1"] },
    { name: "veth1", index: 8, up: true, master: "br0", peer: 7, addresses: [] },
  ];
  return { links, rules: { 4: readRules(edit(RULES)) }, listeners: [], proxies: false, ...more };
}

const NETWORK = {
  ...{ Name: "lan", Id: "a".repeat(64), Driver: "bridge", Scope: "local", Internal: false },
  Options: { "com.docker.network.bridge.name": "br0" },
  IPAM: { Driver: "default", Options: null, Config: [{ Subnet: "10.77.8.0/24", Gateway: "10.77.8.1" }] },
} as unknown as NetworkInspect;

const PORT = {
  ...{ internal: 80, protocol: "tcp", hostIp: "0.0.0.0", external: 8080 },
  targets: [{ ip: "10.77.8.2", bridge: "br0" }],
};

const whats = (damage: readonly { what: string }[]) => damage.map(({ what }) => what);
const inFront = (chain: string, rule: string) => (rules: string) =>
  rules.replace(`-A ${chain} `, `-A ${chain} ${rule}\n-A ${chain} `);

describe("a network in the kernel", () => {
  test("as the engine made it lacks nothing", () => expect(networkDamage(NETWORK, kernel())).toEqual([]));

  test("that is internal, of another driver or of a swarm is not held against rules", () => {
    const bare = kernel(() => "*filter\n:FORWARD DROP [0:0]\n:DOCKER - [0:0]\nCOMMIT\n");
    expect(networkDamage({ ...NETWORK, Internal: true }, bare)).toEqual([]);
    expect(networkDamage({ ...NETWORK, Driver: "macvlan" }, bare)).toEqual([]);
    expect(networkDamage({ ...NETWORK, Scope: "swarm" }, bare)).toEqual([]);
  });

  test("that was told to translate nothing needs no masquerading", () => {
    const Options = { ...NETWORK.Options, "com.docker.network.bridge.enable_ip_masquerade": "false" };
    const without = kernel((rules) => rules.replace(/.*MASQUERADE\n/, ""));
    expect(networkDamage({ ...NETWORK, Options }, without)).toEqual([]);
    expect(whats(networkDamage(NETWORK, without))).toEqual(["no rule masquerades 10.77.8.0/24"]);
  });

  test("that is told of one family what its bridge does lacks what it lacks of the other", () => {
    const both = [...(NETWORK.IPAM.Config ?? []), { Subnet: "fd77:8::/64", Gateway: "fd77:8::1" }];
    const lacking = (option: string, value: string) => {
      const Options = { ...NETWORK.Options, [`com.docker.network.bridge.${option}`]: value };
      const bare = kernel((rules) => rules.replace(/.*MASQUERADE\n/, ""));
      const links = bare.links.map((one) => ({ ...one, addresses: [] }));
      const of = { ...NETWORK, Options, IPAM: { ...NETWORK.IPAM, Config: both } };
      return whats(networkDamage(of, { ...bare, links }));
    };
    const [four, six] = ["10.77.8.1", "fd77:8::1"].map((ip) => `${ip} is missing on its bridge br0`);
    const rule = "no rule masquerades 10.77.8.0/24";
    expect(lacking("inhibit_ipv4", "true")).toEqual([six, rule]);
    expect(lacking("gateway_mode_ipv4", "isolated")).toEqual([six]);
    expect(lacking("gateway_mode_ipv6", "routed")).toEqual([four, rule]);
  });

  test("whose engine leaves rules alone lacks none", () => {
    expect(networkDamage(NETWORK, kernel(undefined, { rules: {} }))).toEqual([]);
  });

  test("is stopped by a rule that everything meets, not by what our own documents declare", () => {
    const [found] = networkDamage(NETWORK, kernel(inFront("FORWARD", "-j DROP")));
    expect(found?.next).toContain("iptables -t filter -D FORWARD -j DROP");
    expect(
      networkDamage(NETWORK, kernel(inFront("FORWARD", '-m comment --comment "bridgework:p/s/x" -j DROP'))),
    ).toEqual([]);
    expect(networkDamage(NETWORK, kernel(inFront("DOCKER-USER", "-i br0 -j DROP")))).toEqual([]);
  });
});

describe("a published port", () => {
  test.each([
    ["as the engine made it", (rules: string) => rules, []],
    ["without its rule", (r: string) => r.replace(/-A DOCKER ! .*\n/, ""), ["no rule leads port 8080 to it"]],
    [
      "with another's rule in chain DOCKER",
      inFront("DOCKER", "-p tcp -j DNAT --to-destination 10.77.8.9:80"),
      ['port 8080 leads to 10.77.8.9:80, by the rule "-A DOCKER -p tcp -j DNAT --to-destination 10.77.8.9:80"'],
    ],
    [
      "redirected",
      inFront("PREROUTING", "-p tcp -m tcp --dport 8080 -j REDIRECT --to-ports 22"),
      ['port 8080 leads to 22, by the rule "-A PREROUTING -p tcp -m tcp --dport 8080 -j REDIRECT --to-ports 22"'],
    ],
    ["redirected for one interface", inFront("PREROUTING", "-i wg0 -p tcp -j REDIRECT --to-ports 22"), []],
    ["redirected for some senders", inFront("PREROUTING", "-s 10.0.0.0/8 -p tcp -j REDIRECT --to-ports 22"), []],
    [
      "led by a document of ours",
      inFront("PREROUTING", '-p tcp -m comment --comment "bridgework:p/s/x" -j DNAT --to-destination 1.1.1.1:1'),
      [],
    ],
    [
      "shut after a list that cannot be told",
      inFront("DOCKER-USER", "-m set --match-set friends src -j RETURN\n-A DOCKER-USER -j DROP"),
      [],
    ],
    [
      "without what lets packets in",
      (r: string) => r.replace(/-A DOCKER -d .*\n/, ""),
      ["no rule lets packets in that come to port 8080"],
    ],
  ])("%s", (_what, edit, expected) => expect(whats(portDamage(PORT, kernel(edit)))).toEqual(expected));

  test("that an engine since 28 drops itself, for want of the rule that lets it in, is for the engine to mend", () => {
    const drop = (rules: string) => rules.replace(/-A DOCKER -d .*\n/, "-A DOCKER ! -i br0 -o br0 -j DROP\n");
    expect(portDamage(PORT, kernel(drop))).toEqual([{ what: "no rule lets packets in that come to port 8080" }]);
  });

  test("on loopback is for the host alone, and needs its proxy where the engine has any", () => {
    const dark = kernel(() => "", { proxies: true });
    expect(whats(portDamage({ ...PORT, hostIp: "127.0.0.1" }, dark))).toEqual([
      "nothing listens on port 8080 of the host (its docker-proxy has ended)",
    ]);
    expect(portDamage({ ...PORT, hostIp: "127.0.0.1" }, { ...dark, proxies: undefined })).toEqual([]);
  });
});

test("a port of a network that is routed is none of the host, and is not missed there", () => {
  const Ports = { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "" }], "81/tcp": [{ HostIp: "", HostPort: "8081" }] };
  const inspect = { NetworkSettings: { Ports } } as unknown as ContainerInspect;
  const places = [{ network: "lan", bridge: "br0", gateway: true, endpoint: { IPAddress: "10.77.8.2" } }];
  expect(damageOf(inspect, places, undefined, kernel(), [[]]).ports).toEqual({
    "81/tcp": [{ what: "no rule leads port 8081 to it" }],
  });
});

test("a rule of others that is about IPv4 inside IPv6 stops no packet to a port of IPv6", () => {
  const rules = RULES.replaceAll(/.*(10\.77|OUTPUT).*\n/g, "")
    .replace("-A FORWARD -j", "-A FORWARD -s ::ffff:192.0.2.9/128 -j DROP\n-A FORWARD -j")
    .replace("-A PREROUTING", "-A DOCKER -d ::ffff:192.0.2.9/128 -p tcp -j ACCEPT\n-A PREROUTING");
  const port = { ...PORT, hostIp: "::", targets: [{ ip: "fd77:8::2", bridge: "br0" }] };
  const links = [{ name: "eth0", up: true, addresses: ["fd00::1"] }];
  expect(whats(portDamage(port, kernel(undefined, { rules: { 6: readRules(rules) }, links })))).toEqual([
    "no rule leads port 8080 to it",
  ]);
});

describe("a container's own network", () => {
  const told = readFiles({
    trie: "Local:\n           |-- 10.77.8.2\n              /32 host LOCAL\n",
    four: "Iface\tDestination\tGateway\neth0\t00000000\t01084D0A\t0003\t0\t0\t0\t00000000\neth0\t00084D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\n",
    inet6: "fd000000000000000000000000000002 07 40 00 80     eth0\n",
    six: [
      `${"0".repeat(32)} 00 ${"0".repeat(32)} 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003     eth0`,
      `fd000000000000000000000000000000 40 ${"0".repeat(32)} 00 ${"0".repeat(32)} 00000100 00000001 00000000 00000001     eth0`,
      `fd000000000000000000000000000002 80 ${"0".repeat(32)} 00 ${"0".repeat(32)} 00000000 00000003 00000000 80200001     eth0`,
      `ff000000000000000000000000000000 08 ${"0".repeat(32)} 00 ${"0".repeat(32)} 00000100 00000004 00000000 00000001     eth0`,
      `${"0".repeat(32)} 00 ${"0".repeat(32)} 00 ${"0".repeat(32)} ffffffff 00000001 00000000 00200200       lo`,
    ].join("\n"),
    igmp: "Idx\tDevice    : Count Querier\n1\tlo        :     1      V3\n7\teth0      :     1      V3\n",
  });
  const inside = { ...told, links: { eth0: { mtu: 1500, mac: "02:42:0a:4d:08:02", peer: 8 } } };
  const place = {
    ...{ network: "lan", bridge: "br0", mtu: 1500, gateway: true },
    endpoint: {
      ...{ MacAddress: "02:42:0A:4D:08:02", IPPrefixLen: 24 },
      ...{ IPAddress: "10.77.8.2", GlobalIPv6Address: "fd00::2", Gateway: "10.77.8.1", IPv6Gateway: "fd00::1" },
    },
  };

  test("is read from files", () => {
    expect(inside.routes).toEqual([
      { dev: "eth0", family: 4, to: "default" },
      { dev: "eth0", family: 4, to: "10.77.8.0/24" },
      { dev: "eth0", family: 6, to: "default" },
      { dev: "eth0", family: 6, to: "fd00:0000:0000:0000:0000:0000:0000:0000/64" },
    ]);
    expect(inside.indexes).toEqual({ lo: 1, eth0: 7 });
  });

  test("as the engine made it lacks nothing", () => expect(placeDamage(place, inside, kernel())).toEqual([]));

  test.each([
    ["an address", { addresses: ["10.77.8.2"] }, ["fd00::2 of network lan is missing inside"]],
    ["its route", { routes: [] }, ["its interface on network lan is down, or has lost its route"]],
    [
      "its route of IPv6",
      { routes: inside.routes.slice(0, 3) },
      ["its interface on network lan has lost its route of IPv6"],
    ],
    ["the wire", { indexes: { eth0: 9 } }, ["no port of bridge br0 leads to its interface on network lan"]],
    [
      "a default route",
      { routes: inside.routes.filter(({ family, to }) => family === 4 || to !== "default") },
      ["its default route by fd00::1 of network lan is missing"],
    ],
  ])("without %s says so", (_what, without, expected) =>
    expect(whats(placeDamage(place, { ...inside, ...without }, kernel()))).toEqual(expected),
  );

  test("that is set to another MTU or MAC address is set again inside, at the host's end connected again", () => {
    const other = { ...inside, links: { eth0: { ...inside.links.eth0, mtu: 1200, mac: "02:00:00:00:00:01" } } };
    const about = "its interface eth0 on network lan has";
    expect(placeDamage(place, other, kernel())).toEqual([
      { what: `${about} MTU 1200, not 1500`, set: { dev: "eth0", mtu: 1500 } },
      {
        what: `${about} the MAC address 02:00:00:00:00:01, not 02:42:0a:4d:08:02`,
        set: { dev: "eth0", mac: "02:42:0A:4D:08:02" },
      },
    ]);
    const { links } = kernel();
    const low = kernel(undefined, { links: links.map((one) => ({ ...one, mtu: 1200 })) });
    expect(placeDamage(place, inside, low)).toEqual([{ what: "its port veth1 of bridge br0 has MTU 1200, not 1500" }]);
    // Without its own sysfs nothing is known of it.
    expect(placeDamage(place, { ...inside, links: {} }, kernel())).toEqual([]);
  });

  test("is told from one whose interface has the same number inside, as engines since 28.0 make all of them", () => {
    const { links } = kernel();
    const cut = links.map((one) => (one.name === "veth1" ? { ...one, master: "other", mtu: 1200 } : one));
    const neighbour = { name: "veth2", index: 9, up: true, master: "br0", peer: 7, mtu: 1500, addresses: [] };
    const lost = ["no port of bridge br0 leads to its interface on network lan"];
    expect(whats(placeDamage(place, inside, kernel(undefined, { links: [...cut, neighbour] })))).toEqual(lost);
    // Without its own sysfs either could be it.
    const blind = { ...inside, links: {} };
    expect(whats(placeDamage(place, blind, kernel(undefined, { links: [...cut, neighbour] })))).toEqual([]);
    expect(whats(placeDamage(place, blind, kernel(undefined, { links: cut })))).toEqual(lost);
    const narrow = links.map((one) => (one.name === "veth1" ? { ...one, mtu: 1200 } : one));
    expect(whats(placeDamage(place, inside, kernel(undefined, { links: [...narrow, neighbour] })))).toEqual([
      "its port veth1 of bridge br0 has MTU 1200, not 1500",
    ]);
  });

  test("of IPv6 alone lacks the same, beside a network of IPv4 too", () => {
    const { GlobalIPv6Address, IPv6Gateway, MacAddress } = place.endpoint;
    const endpoint = {
      IPAddress: "",
      Gateway: "",
      GlobalIPv6Address,
      GlobalIPv6PrefixLen: 64,
      IPv6Gateway,
      MacAddress,
    };
    const six = { ...place, endpoint };
    expect(placeDamage(six, inside, kernel())).toEqual([]);
    expect(whats(placeDamage(six, { ...inside, indexes: { eth0: 9 } }, kernel()))).toEqual([
      "no port of bridge br0 leads to its interface on network lan",
    ]);
    const low = { ...inside, links: { eth0: { ...inside.links.eth0, mtu: 1280 } } };
    expect(whats(placeDamage(six, low, kernel()))).toEqual([
      "its interface eth0 on network lan has MTU 1280, not 1500",
    ]);
    const bare = { ...inside, routes: inside.routes.slice(0, 3) };
    expect(whats(placeDamage(six, bare, kernel()))).toEqual([
      "its interface on network lan has lost its route of IPv6",
    ]);
    expect([connectedRoute(endpoint, inside)?.dev, connectedRoute(endpoint, bare)?.dev]).toEqual(["eth0", undefined]);
  });

  test("with a default route by another way has one", () => {
    const routes = inside.routes.map((one) => (one.to === "default" ? { ...one, dev: "tun0" } : one));
    expect(placeDamage(place, { ...inside, routes }, kernel())).toEqual([]);
  });
});

test("the options of an engine are those of its command line and of its file", () => {
  expect(readOptions(["dockerd"], undefined)).toEqual({ iptables: true, ip6tables: undefined, userlandProxy: true });
  expect(readOptions(["dockerd", "--iptables=false"], "{}")).toMatchObject({ iptables: false });
  expect(readOptions(["dockerd"], '{"userland-proxy": false, "firewall-backend": "nftables"}')).toEqual({
    ...{ iptables: false, ip6tables: false, userlandProxy: false },
  });
  expect(readOptions(["dockerd"], "not json")).toEqual({ iptables: true, userlandProxy: true });
});

test("damage is said once, with what to do after it, and taken off a word again", () => {
  const damage = [{ what: "a" }, { what: "b", next: "do c" }, { what: "a" }, { what: "d", next: "do c" }];
  expect(sayDamage(damage)).toBe("a; b; d; do c");
  expect(isMendable(damage)).toBe(false);
  expect(withoutDamage(withDamage("bridge", damage))).toBe("bridge");
  // A refresh has taken it into the state.
  expect(impliedNetwork({ networkMode: withDamage("bridge", damage), image: "busybox" })).toBe("bridge");
});
