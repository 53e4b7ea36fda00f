import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";
import { failure } from "./stack.ts";

describeStack("a topology with faults", {}, (lab) => {
  /** Twenty places with something wrong, each in another way. */
  const TOPOLOGY = {
    bridges: {
      br0: { address: "11.11.11.1/24", stp: "sometimes" },
      br1: { address: "11.11.11.200/25" },
      br2: { address: "12.12.12.0/24" },
      "bridge-with-a-long-name": { address: "13.13.13.1/24" },
      br3: { address: "300.1.1.1/24" },
      br4: { address: "14.14.14.1/24", mtu: 20 },
    },
    namespaces: {
      RED: {
        links: { reth0: { bridge: "br9", address: "11.11.11.2/24" }, reth2: { brigde: "br0" } },
      },
      BLUE: { links: { beth0: { bridge: "br0", address: "11.11.11.1/24", mac: "not-a-mac" } } },
      GREEN: { links: { geth0: { bridge: "br0", peer: "br0", address: "11.11.11.255/24" } } },
      "a/b": {},
      FAR: { links: { eth0: { bridge: "br0", address: "11.11.11.7/24" } }, gateway: "10.0.0.1" },
      ONE: { links: { eth0: { bridge: "br0", mac: "02:00:00:00:00:01" } }, publish: ["8080:80:80:80"] },
      TWO: { links: { eth0: { bridge: "br0", mac: "02:00:00:00:00:01" } } },
    },
    routes: [
      { to: "banana", via: "192.168.77.9" },
      { to: "fd01::/64", via: "11.11.11.9" },
    ],
    sysctls: { "kernel.panic": "1" },
    expect: [{ from: "REDD", ping: "BLUE" }],
  };

  /** Where they are, in the order in which Pulumi hands the configuration over. */
  const PATHS = [
    "bridges.br0.stp",
    "bridges.br1.address",
    "bridges.br2.address",
    "bridges.br3.address",
    "bridges.br4.mtu",
    "bridges.bridge-with-a-long-name",
    "expect[0].from",
    "namespaces.BLUE.links.beth0.address",
    "namespaces.BLUE.links.beth0.mac",
    "namespaces.FAR.gateway",
    "namespaces.GREEN.links.geth0.address",
    "namespaces.GREEN.links.geth0.peer",
    "namespaces.ONE.publish[0]",
    "namespaces.RED.links.reth0.bridge",
    "namespaces.RED.links.reth2.brigde",
    "namespaces.TWO.links.eth0.mac",
    'namespaces["a/b"]',
    "routes[0].to",
    "routes[1].via",
    'sysctls["kernel.panic"]',
  ];

  test("a topology with twenty different faults prints twenty errors, and changes nothing", async () => {
    await lab.stack.configure({ topology: TOPOLOGY });
    const said = await failure(lab.stack.up());
    const [, errors = ""] = /the topology has 20 faults, nothing was changed:\n((?: {4}.+\n)+)/.exec(said) ?? [];
    const paths = errors
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().split(": ")[0]);
    expect(paths).toEqual(PATHS);
    expect(errors).toContain('no bridge of this name is declared on host "local". Did you mean "br0"?');
    expect(await lab.changes()).toEqual([]);
    const { resources = [] } = (await lab.stack.stack.exportStack()).deployment;
    expect(resources.map(({ type }: { type: string }) => type)).toEqual(["pulumi:pulumi:Stack"]);
  });
});
