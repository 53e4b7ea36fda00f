import { describe, expect, test } from "vitest";
import type { ContainerInspect, NetworkInspect } from "../../../../engine/types.ts";
import { readRules } from "../../../../net/walk/rules.ts";
import { impliedNetwork } from "../../../../providers/docker/container/inputs/attachment.ts";
import { damageOf } from "../../../../providers/docker/kernel/container-damage.ts";
import { isMendable, sayDamage, withDamage, withoutDamage } from "../../../../providers/docker/kernel/damage.ts";
import { readOptions } from "../../../../providers/docker/kernel/engine-options.ts";
import { networkDamage } from "../../../../providers/docker/kernel/network-damage.ts";
import { portDamage } from "../../../../providers/docker/kernel/port-damage.ts";
import { kernel, RULES, whats } from "./lan-kernel.ts";

const NETWORK = {
  ...{ Name: "lan", Id: "a".repeat(64), Driver: "bridge", Scope: "local", Internal: false },
  Options: { "com.docker.network.bridge.name": "br0" },
  IPAM: { Driver: "default", Options: null, Config: [{ Subnet: "10.77.8.0/24", Gateway: "10.77.8.1" }] },
} as unknown as NetworkInspect;

const PORT = {
  ...{ internal: 80, protocol: "tcp", hostIp: "0.0.0.0", external: 8080 },
  targets: [{ ip: "10.77.8.2", bridge: "br0" }],
};

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
  const links = [{ name: "eth0", index: 2, up: true, addresses: ["fd00::1"] }];
  expect(whats(portDamage(port, kernel(undefined, { rules: { 6: readRules(rules) }, links })))).toEqual([
    "no rule leads port 8080 to it",
  ]);
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
