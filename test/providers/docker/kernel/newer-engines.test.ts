import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { NetworkInspect } from "../../../../engine/types.ts";
import { readRules } from "../../../../net/walk/rules.ts";
import type { Damage } from "../../../../providers/docker/kernel/damage.ts";
import type { Kernel } from "../../../../providers/docker/kernel/kernel.ts";
import { networkDamage } from "../../../../providers/docker/kernel/network-damage.ts";
import { portDamage } from "../../../../providers/docker/kernel/port-damage.ts";

/** What iptables-save shows of engines 28.5 and 29: one network with one published port, and docker0. */
const SAVED = [
  { engine: "28", tool: "iptables", subnet: "10.77.8.0/24", ip: "10.77.8.2", any: "0.0.0.0" },
  { engine: "28", tool: "ip6tables", subnet: "fd77:8::/64", ip: "fd77:8::2", any: "::" },
  { engine: "29", tool: "iptables", subnet: "10.77.8.0/24", ip: "10.77.8.2", any: "0.0.0.0" },
  { engine: "29", tool: "ip6tables", subnet: "fd77:8::/64", ip: "fd77:8::2", any: "::" },
] as const;
type Saved = (typeof SAVED)[number];

const textOf = ({ engine, tool }: Saved) =>
  readFileSync(new URL(`saved/${engine}-${tool}.txt`, import.meta.url), "utf8");

/** What is told of the network and of the port: with a `!` what only a start of the engine mends. */
function told({ tool, subnet, ip, any }: Saved, text: string): string[] {
  const kernel: Kernel = {
    links: [
      { name: "eth0", index: 2, up: true, addresses: ["192.0.2.1", "2001:db8::1"] },
      { name: "br0", index: 3, up: true, addresses: ["10.77.8.1", "fd77:8::1"] },
    ],
    ...{ rules: { [tool === "iptables" ? 4 : 6]: readRules(text) }, listeners: [], proxies: false },
  };
  const network = {
    ...{ Name: "lan", Id: "a".repeat(64), Driver: "bridge", Scope: "local", Internal: false },
    ...{ Options: { "com.docker.network.bridge.name": "br0" }, IPAM: { Config: [{ Subnet: subnet }] } },
  } as unknown as NetworkInspect;
  const port = { internal: 80, protocol: "tcp", hostIp: any, external: 8080, targets: [{ ip, bridge: "br0" }] };
  const say = (what: string, damage: Damage[]) => damage.map((one) => `${what}: ${one.what}${one.next ? " !" : ""}`);
  return [...say("lan", networkDamage(network, kernel)), ...say("port", portDamage(port, kernel))];
}

describe.each(SAVED)("the rules of engine $engine in $tool", (saved) => {
  test.each(["DROP", "ACCEPT"])("lack nothing, whatever FORWARD's policy is: %s", (policy) => {
    expect(told(saved, textOf(saved).replace(":FORWARD DROP", `:FORWARD ${policy}`))).toEqual([]);
  });

  test.each([
    ["-A FORWARD -j DOCKER-FORWARD", ["lan: FORWARD of table filter does not lead to chain DOCKER-FORWARD !"]],
    ["-A DOCKER-FORWARD -j DOCKER-CT", ["lan: DOCKER-FORWARD of table filter does not lead to chain DOCKER-CT !"]],
    [
      "-A DOCKER-FORWARD -j DOCKER-BRIDGE",
      ["lan: DOCKER-FORWARD of table filter does not lead to chain DOCKER-BRIDGE !"],
    ],
    [
      "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
      [
        "lan: PREROUTING of table nat does not lead to chain DOCKER !",
        "port: no rule leads port 8080 to it: PREROUTING does not lead to chain DOCKER !",
      ],
    ],
    ["-A DOCKER-BRIDGE -o br0 -j DOCKER", ["lan: FORWARD does not lead to chain DOCKER for br0"]],
    [
      "-A DOCKER-CT -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
      [`lan: no rule lets answers to ${saved.subnet} in`],
    ],
    ["-A DOCKER-FORWARD -i br0 -j ACCEPT", [`lan: no rule lets packets of ${saved.subnet} out`]],
    [`-A POSTROUTING -s ${saved.subnet} ! -o br0 -j MASQUERADE`, [`lan: no rule masquerades ${saved.subnet}`]],
  ])("are missed, and what mends them is told: %s", (rule, expected) => {
    const text = textOf(saved);
    expect(text).toContain(`${rule}\n`);
    expect(told(saved, text.replace(`${rule}\n`, ""))).toEqual(expected);
  });

  test("of a published port are missed", () => {
    const without = (pattern: RegExp) => told(saved, textOf(saved).replace(pattern, ""));
    expect(without(/.*DNAT.*\n/)).toEqual(["port: no rule leads port 8080 to it"]);
    expect(without(/.*--dport 80 -j ACCEPT\n/)).toEqual(["port: no rule lets packets in that come to port 8080"]);
  });

  test("whose chain was deleted are for a start of the engine", () => {
    const text = textOf(saved).replace(/.*DOCKER-CT.*\n/g, "");
    expect(told(saved, text)).toContain("lan: chain DOCKER-CT of table filter is missing !");
  });
});

test("engine 28.0.0 leads to chain DOCKER by a set of bridges", () => {
  const saved = SAVED[0];
  const set = "-m set --match-set docker-ext-bridges-v4 dst";
  const text = textOf(saved)
    .replace(/^.*DOCKER-(FORWARD|CT|BRIDGE).*\n/gm, "")
    .replace(
      "-A FORWARD -j DOCKER-USER\n",
      `-A FORWARD -j DOCKER-USER
-A FORWARD ${set} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -j DOCKER-ISOLATION-STAGE-1
-A FORWARD ${set} -j DOCKER
-A FORWARD -i br0 -j ACCEPT
`,
    );
  expect(told(saved, text)).toEqual([]);
});
