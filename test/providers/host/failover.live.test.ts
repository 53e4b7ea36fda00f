import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { compileTopology } from "../../../components/compile/topology.ts";
import { parseTopology } from "../../../topology/parse.ts";
import { describeLive } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

/** examples/failover: R1, R2 and R3 in a triangle. */
async function example(): Promise<Scopes> {
  const file = new URL("../../../examples/failover/failover.yaml", import.meta.url);
  const { topology } = parseTopology(parse(await readFile(file, "utf8")).config["bridgework:topology"]);
  if (!topology) throw new Error("the example has a fault");
  return compileTopology(topology) as unknown as Scopes;
}

/** The lab in a family: the same networks and settings by their names there, and what a cut takes away besides routes. */
const FAMILIES = [
  {
    ...{ name: "IPv4", of: (text: string) => text, spread: "10.20.0.2", short: "10.0.0.2" },
    cut: ["change link to-r2 in R1: up false -> true", "create route 10.0.0.2/32 metric 10 in R1"],
  },
  {
    ...{ name: "IPv6", of: inIpv6, spread: "fd20::2", short: "fd00::2" },
    cut: [
      "change link to-r2 in R1: up false -> true",
      "create address to-r2 fd12::1/64 in R1",
      "create route fd00::2/128 metric 10 in R1",
    ],
  },
];

const SETTINGS: Record<string, string> = {
  "net.ipv4.ip_forward": "net.ipv6.conf.all.forwarding",
  "net.ipv4.fib_multipath_hash_policy": "net.ipv6.fib_multipath_hash_policy",
  "net.ipv4.conf.all.ignore_routes_with_linkdown": "net.ipv6.conf.all.ignore_routes_with_linkdown",
};

function inIpv6(text: string): string {
  const address = /10\.(\d+)\.0\.(\d+)(\/32|\/24)?/g;
  const length: Record<string, string> = { "/32": "/128", "/24": "/64" };
  return text
    .replace(
      address,
      (_, net: string, host: string, prefix = "") => `fd${net.padStart(2, "0")}::${host}${length[prefix] ?? ""}`,
    )
    .replace(/net\.ipv4[\w.]+/g, (key) => SETTINGS[key] ?? key);
}

/** More than enough for each next hop to have some, whatever the kernel's seed. */
const FLOWS = 256;

for (const { name, of, spread, short, cut } of FAMILIES)
  describeLive(`three routers in a triangle, by ${name},`, () => {
    const world = new World();
    let scopes: Scopes;
    beforeAll(async () => {
      scopes = JSON.parse(of(JSON.stringify(await example())));
      await world.open();
      await world.apply(scopes);
    });
    afterAll(() => world.close());

    /**
     * Hops that the answer did not need: 64 of its own network, 63 by way of another router. The kernel tells the far end
     * of a cable up to a second later that it is cut, and answers take the dead way until then.
     */
    async function ttl(to: string): Promise<string | undefined> {
      const { stdout } = await world.sandbox.run(["ping", "-c", "5", "-i", "0.5", "-W", "1", to], { scope: "R1" });
      return /ttl=(\d+)/.exec(stdout)?.[1];
    }

    /** Packets that R1 sent by each cable for flows of many ports. */
    async function shared(): Promise<{ r2: number; r3: number }> {
      const before = await sent();
      const each = `for port in $(seq ${FLOWS}); do echo > /dev/udp/${spread}/$((10000 + port)); done`;
      await world.sandbox.must(["bash", "-c", each], { scope: "R1" });
      const after = await sent();
      return { r2: after.r2 - before.r2, r3: after.r3 - before.r3 };
    }

    async function sent(): Promise<{ r2: number; r3: number }> {
      const links = JSON.parse(await world.sandbox.must(["ip", "-j", "-s", "link"], { scope: "R1" })) as {
        ifname: string;
        stats64: { tx: { packets: number } };
      }[];
      const by = (name: string) => links.find(({ ifname }) => ifname === name)?.stats64.tx.packets ?? Number.NaN;
      return { r2: by("to-r2"), r3: by("to-r3") };
    }

    const cable = (state: "up" | "down") => world.sandbox.must(["ip", "link", "set", "to-r2", state], { scope: "R1" });

    test("take the short way while there is one, and share flows by weight", async () => {
      expect(await world.plan(scopes)).toEqual([]);
      expect(await ttl(short)).toBe("64");
      const { r2, r3 } = await shared();
      expect(r2).toBeGreaterThan(FLOWS / 16);
      expect(r3).toBeGreaterThan(FLOWS / 2);
    });

    test("take the other way when a cable is cut, without an update", async () => {
      await cable("down");
      expect(await ttl(short)).toBe("63");
      const { r2, r3 } = await shared();
      expect(r2).toBe(0);
      expect(r3).toBeGreaterThanOrEqual(FLOWS);
    });

    test("are told of the cut cable and of the route that the kernel took away with it, and are as before", async () => {
      expect(await world.plan(scopes)).toEqual(cut);
      expect(await world.apply(scopes)).toEqual(cut);
      expect(await world.plan(scopes)).toEqual([]);
      expect(await ttl(short)).toBe("64");
      const { r2, r3 } = await shared();
      expect(Math.min(r2, r3)).toBeGreaterThan(FLOWS / 16);
    });

    test("leave nothing behind", async () => {
      await world.apply({});
      expect(await world.changes()).toEqual([]);
    });
  });
