import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileNetwork } from "../../../components/compile/network.ts";
import { older } from "../../../engine/api-version.ts";
import type { Scopes } from "../../../net/schema/scope.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { hostAt } from "../../../providers/host/backends.ts";
import { wantedBy } from "../../../providers/host/document.ts";
import { describe as sentence } from "../../../providers/host/errors.ts";
import { preview, reconcile } from "../../../providers/host/reconcile.ts";
import { type NetworkInput, normalNetwork } from "../../../topology/network.ts";
import { kernelWith, kernelWithQueue } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { VirtualEngine } from "../../vm/engine.ts";
import { here } from "../../vm/machine.ts";
import { cannotRunDocker } from "./host.ts";
import { Plugin, TYPES } from "./plugin.ts";

const kernels = [
  await kernelWithQueue("netem"),
  await kernelWith("802.1Q", "link near name tagged type vlan id 1"),
  await kernelWith("ipvlan", "link near name x type ipvlan"),
];
const reason = cannotRunDocker() ?? kernels.find(({ lacks }) => lacks !== undefined)?.lacks;

liveUnless(reason)("Docker's networks on a kernel that has all types of links", () => {
  let engine: VirtualEngine;
  beforeAll(async () => {
    engine = await VirtualEngine.open(kernels.find(({ machine }) => machine)?.machine ?? here);
  }, 300_000);
  afterAll(async () => await engine?.close());

  const docker = (...words: string[]) => engine.host.docker(...words);
  /** The shortest of three round trips, in milliseconds. */
  const roundTrip = async (from: string, to: string) => {
    const said = await docker("exec", from, "ping", "-c", "3", "-W", "2", to);
    return Number(/min\/avg\/max = ([\d.]+)/.exec(said)?.[1]);
  };
  const request = (scopes: Scopes) => ({
    ...{ owner: "bridgework:test/dev/web-inside", adopt: false },
    ...{ wanted: wantedBy(scopes), alsoScopes: [] },
  });
  const apply = async (scopes: Scopes) =>
    (await reconcile(hostAt(engine.transport), request(scopes))).operations.map(sentence);
  const plan = async (scopes: Scopes) =>
    (await preview(hostAt(engine.transport), request(scopes))).operations.map(sentence);

  describe("what a container sends to a network", () => {
    const web = "container:web";
    const shaped = (delay: string, network = "lan"): Scopes => ({
      [web]: { networks: { [network]: { shaping: { delay } } } },
    });
    const byHand = async (...words: string[]) => await engine.transport.run(web, words);
    const queues = async () => (await byHand("tc", "qdisc", "show")).stdout;
    const create = "create shaping network lan in container:web";
    const deviceOn = async (network: string) => {
      const { places = [] } = (await engine.transport.container("web")) ?? {};
      const mac = places.find((place) => place.network === network)?.mac;
      const links = JSON.parse((await byHand("ip", "-j", "link")).stdout) as { ifname: string; address: string }[];
      return links.find(({ address }) => address === mac)!.ifname;
    };

    beforeAll(async () => {
      await docker("network", "create", "--subnet", "172.30.0.0/24", "lan");
      await docker("network", "create", "--subnet", "172.31.0.0/24", "aside");
      await docker("run", "-d", "--name", "web", "--network", "aside", "busybox");
      await docker("network", "connect", "lan", "web");
    }, 120_000);

    test("is delayed there alone, by the interface that the engine has put there, and given back", async () => {
      const before = await queues();
      expect(await apply(shaped("50ms"))).toEqual([create]);
      expect(await plan(shaped("50ms"))).toEqual([]);
      expect(await roundTrip("web", "172.30.0.1")).toBeGreaterThanOrEqual(50);
      expect(await roundTrip("web", "172.31.0.1")).toBeLessThan(50);
      expect(await apply({ [web]: {} })).toEqual(["delete shaping network lan in container:web"]);
      expect(await roundTrip("web", "172.30.0.1")).toBeLessThan(50);
      expect(await queues()).toBe(before);
    });

    test("is named where a hand changed it or took it away, and mended", async () => {
      await apply(shaped("50ms"));
      await byHand("tc", "qdisc", "change", "dev", await deviceOn("lan"), "root", "netem", "delay", "10ms");
      expect(await plan(shaped("50ms"))).toEqual([
        'change shaping network lan in container:web: delay "10ms" -> "50ms"',
      ]);
      await apply(shaped("50ms"));
      await byHand("tc", "qdisc", "del", "dev", await deviceOn("lan"), "root");
      expect(await plan(shaped("50ms"))).toEqual([create]);
      expect(await apply(shaped("50ms"))).toEqual([create]);
    });

    test("is missed when the container has started again, and is back with the next update", async () => {
      await docker("restart", "--time", "0", "web");
      expect(await roundTrip("web", "172.30.0.1")).toBeLessThan(50);
      expect(await plan(shaped("50ms"))).toEqual([create]);
      expect(await apply(shaped("50ms"))).toEqual([create]);
      expect(await roundTrip("web", "172.30.0.1")).toBeGreaterThanOrEqual(50);
    });

    test("is refused in words while the container is not connected, and is another interface's when it is again", async () => {
      await docker("network", "disconnect", "lan", "web");
      expect(await plan(shaped("50ms"))).toEqual([create]);
      await expect(apply(shaped("50ms"))).rejects.toThrow("docker network connect lan web");
      await docker("network", "connect", "lan", "web");
      expect(await apply(shaped("50ms"))).toEqual([create]);
      expect(await plan(shaped("50ms"))).toEqual([]);
    });

    test("is refused where somebody else has shaped it, and left as it is", async () => {
      await apply({ [web]: {} });
      await byHand("tc", "qdisc", "add", "dev", await deviceOn("lan"), "root", "netem", "delay", "10ms");
      await expect(apply(shaped("50ms"))).rejects.toThrow("shaping network lan in container:web exists");
      expect(await queues()).toContain("delay 10ms");
    });
  });

  describe("a network on an interface of the host", () => {
    const N = TYPES.network;
    const isOld = async () => older(await engine.host.apiVersion(), "1.42");
    const declared = (network: NetworkInput): Values =>
      JSON.parse(JSON.stringify(compileNetwork("wire", normalNetwork(network)))) as Values;
    /** What the kernel says of the container's interface. */
    const kind = async () => (await engine.transport.run("container:one", ["ip", "-d", "link", "show"])).stdout;
    const reaches = async (from: string, to: string) =>
      (await engine.transport.run(from, ["ping", "-n", "-c", "1", "-w", "3", to])).code === 0;

    /** Made, its containers connected, what is to be seen, and gone again: with it what the engine made below it. */
    const on = async (network: NetworkInput, addresses: readonly string[], look: () => Promise<void>) => {
      const { id, inputs } = await plugin.make(N, "wire", declared(network));
      const members = ["one", "two"].slice(0, addresses.length);
      try {
        expect(await plugin.diff(N, "wire", id, inputs, inputs)).toMatchObject({ changes: false });
        for (const [i, name] of members.entries())
          await docker("network", "connect", "--ip", addresses[i]!, "wire", name);
        // Who had these addresses in the test before, had other MAC addresses.
        await engine.host.must(["ip", "-n", "MACHINE", "neigh", "flush", "all"]);
        await look();
      } finally {
        for (const name of members) await engine.host.run(["docker", "network", "disconnect", "wire", name]);
        await plugin.remove(N, "wire", id, inputs);
      }
    };
    let plugin: Plugin;

    beforeAll(async () => {
      plugin = await Plugin.start({ host: `unix://${engine.socket}` });
      plugin.bound = 120_000;
      const batch = `netns add MACHINE
link add lan0 type veth peer name eth0 netns MACHINE
link set lan0 up
addr add 192.0.2.1/24 dev lan0
link add link lan0 name lan0.20 type vlan id 20
link set lan0.20 up
`;
      await engine.host.must(["ip", "-batch", "-"], { input: batch });
      const far = `link set eth0 up
addr add 192.0.2.9/24 dev eth0
route add 10.3.0.0/24 via 192.0.2.1
link add link eth0 name eth0.10 type vlan id 10
link add link eth0 name eth0.20 type vlan id 20
link set eth0.10 up
link set eth0.20 up
addr add 10.10.0.9/24 dev eth0.10
addr add 10.20.0.9/24 dev eth0.20
`;
      await engine.host.must(["ip", "-n", "MACHINE", "-batch", "-"], { input: far });
      for (const name of ["one", "two"]) {
        await docker("run", "-d", "--name", name, "busybox");
        await docker("network", "disconnect", "bridge", name);
      }
    }, 240_000);
    afterAll(async () => await plugin?.close());

    const lan: NetworkInput = { parent: "lan0", subnet: "192.0.2.0/24", gateway: "192.0.2.9" };
    const NEAR = ["192.0.2.130", "192.0.2.131"];

    // Whether two containers on it reach each other: what is sent outside does not come back, but for a switch that does that.
    test.each([
      ["bridge", true],
      ["private", false],
      ["vepa", false],
    ])("macvlan, mode %s: another machine reaches both; they reach each other: %s", async (mode, isMutual) => {
      await on({ ...lan, driver: "macvlan", options: { macvlan_mode: mode } }, NEAR, async () => {
        expect(await kind()).toContain(`macvlan mode ${mode}`);
        for (const address of NEAR) expect(await reaches("MACHINE", address)).toBe(true);
        expect(await reaches("container:one", NEAR[1]!)).toBe(isMutual);
        expect(await reaches("host", NEAR[0]!)).toBe(false);
      });
    });

    test("macvlan, mode passthru: one container has the parent for itself, with its MAC address", async () => {
      await on({ ...lan, driver: "macvlan", options: { macvlan_mode: "passthru" } }, NEAR.slice(0, 1), async () => {
        expect(await kind()).toContain("macvlan mode passthru");
        expect(await reaches("MACHINE", NEAR[0]!)).toBe(true);
        await expect(docker("network", "connect", "wire", "two")).rejects.toThrow();
      });
    });

    test.each([
      ["bridge", true],
      ["private", false],
      ["vepa", false],
    ])("ipvlan l2, flag %s: another machine reaches both; they reach each other: %s", async (flag, isMutual) => {
      const network = { ...lan, driver: "ipvlan", options: { ipvlan_mode: "l2", ipvlan_flag: flag } } as const;
      if (flag !== "bridge" && (await isOld())) return await expectTooOld(network, "ipvlan_flag");
      await on(network, NEAR, async () => {
        expect(await kind()).toContain(`ipvlan  mode l2 ${flag}`);
        for (const address of NEAR) expect(await reaches("MACHINE", address)).toBe(true);
        expect(await reaches("container:one", NEAR[1]!)).toBe(isMutual);
      });
    });

    test("what a container sends to an ipvlan is shaped, although its interface has the parent's MAC address", async () => {
      await on({ ...lan, driver: "ipvlan" }, NEAR, async () => {
        expect(await roundTrip("one", "192.0.2.9")).toBeLessThan(50);
        await apply({ "container:one": { networks: { wire: { shaping: { delay: "50ms" } } } } });
        expect(await roundTrip("one", "192.0.2.9")).toBeGreaterThanOrEqual(50);
        expect(await roundTrip("two", "192.0.2.9")).toBeLessThan(50);
      });
    });

    test.each(["l3", "l3s"])("ipvlan %s: the containers are a network behind the host", async (mode) => {
      const network = {
        parent: "lan0",
        subnet: "10.3.0.0/24",
        driver: "ipvlan",
        options: { ipvlan_mode: mode },
      } as const;
      if (mode === "l3s" && (await isOld())) return await expectTooOld(network, "ipvlan_mode");
      await on(network, ["10.3.0.2", "10.3.0.3"], async () => {
        expect(await kind()).toContain(`ipvlan  mode ${mode} bridge`);
        for (const address of ["10.3.0.2", "10.3.0.3"]) expect(await reaches("MACHINE", address)).toBe(true);
        expect(await reaches("container:one", "192.0.2.9")).toBe(true);
        expect(await reaches("container:one", "10.3.0.3")).toBe(true);
      });
    });

    test.each(["macvlan", "ipvlan"] as const)(
      "%s on a VLAN that the engine makes, and takes away with it",
      async (driver) => {
        const has = async () => (await engine.host.run(["ip", "link", "show", "lan0.10"])).code === 0;
        await on(
          { driver, parent: "lan0.10", subnet: "10.10.0.0/24", gateway: "10.10.0.9" },
          ["10.10.0.2"],
          async () => {
            expect(await has()).toBe(true);
            expect(await reaches("MACHINE", "10.10.0.2")).toBe(true);
          },
        );
        expect(await has()).toBe(false);
      },
    );

    test.each(["macvlan", "ipvlan"] as const)("%s on a VLAN that is there, and stays", async (driver) => {
      await on({ driver, parent: "lan0.20", subnet: "10.20.0.0/24", gateway: "10.20.0.9" }, ["10.20.0.2"], async () => {
        expect(await reaches("MACHINE", "10.20.0.2")).toBe(true);
      });
      expect((await engine.host.run(["ip", "link", "show", "lan0.20"])).code).toBe(0);
    });

    async function expectTooOld(network: NetworkInput, option: string) {
      const { faults } = await plugin.check(N, "wire", declared(network));
      expect(faults).toEqual([expect.stringMatching(`^options.${option}: needs Docker Engine 23.0`)]);
    }
  });
});
