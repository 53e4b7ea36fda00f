import { expect, test } from "vitest";
import type { Json } from "../../../providers/host/json.ts";
import { describeWorld } from "./describe-world.ts";
import type { Scopes, World } from "./world.ts";

/** A namespace on a cable to br0. */
const machine = (name: string, address: string, port: Record<string, Json> = {}): Scopes => ({
  [name]: {
    links: {
      eth0: { type: "veth", addresses: [address], peer: { scope: "host", name: `${name}1`, master: "br0", port } },
    },
  },
});

/** Frames of the spanning tree protocol come every few seconds. */
const PATIENCE = { timeout: 30_000, interval: 200 };

/** By what is so now: a question for a neighbour that nobody has answered is asked again after a second only. */
async function reaches(world: World, scope: string, address: string): Promise<boolean> {
  await world.sandbox.must(["ip", "-n", scope, "neigh", "flush", "all"]);
  return (await world.sandbox.run(["ping", "-c", "1", "-w", "2", address], { scope })).code === 0;
}

describeWorld("isolated ports of a bridge", (world) => {
  const lab = (isolated: boolean): Scopes => ({
    host: { links: { br0: { type: "bridge", addresses: ["10.50.0.1/24"] } } },
    ...machine("RED", "10.50.0.2/24", { isolated }),
    ...machine("BLUE", "10.50.0.3/24", { isolated }),
    ...machine("GREEN", "10.50.0.4/24"),
  });

  test("reach the host and the others, and not each other", async () => {
    await world.apply(lab(true));
    expect(await reaches(world, "RED", "10.50.0.3")).toBe(false);
    expect(await reaches(world, "BLUE", "10.50.0.2")).toBe(false);
    for (const address of ["10.50.0.1", "10.50.0.4"])
      for (const scope of ["RED", "BLUE"])
        expect(await reaches(world, scope, address), `${scope} ${address}`).toBe(true);
  });

  test("are so again where a hand has let them", async () => {
    await world.byHand("bridge link set dev RED1 isolated off");
    expect(await reaches(world, "RED", "10.50.0.3")).toBe(true);
    expect(await world.apply(lab(true))).toEqual(["change link RED1 in host: port.isolated false -> true"]);
    expect(await reaches(world, "RED", "10.50.0.3")).toBe(false);
  });

  test("are so on another bridge too, and on one that is made anew", async () => {
    const { host, ...machines } = lab(true);
    const text = JSON.stringify(machines).replaceAll('"br0"', '"br9"');
    const moved: Scopes = { host: { links: { br9: { type: "bridge" } } }, ...JSON.parse(text) };
    await world.apply(moved);
    expect(await world.plan(moved)).toEqual([]);
    expect(await reaches(world, "RED", "10.50.0.3")).toBe(false);
    expect(await reaches(world, "RED", "10.50.0.4")).toBe(true);
    await world.byHand("ip link del br9");
    await world.apply(moved);
    expect(await world.plan(moved)).toEqual([]);
    expect(await reaches(world, "RED", "10.50.0.3")).toBe(false);
    await world.apply({ host: host ?? {}, ...machines });
  });

  test("reach each other where that is declared", async () => {
    expect(await world.apply(lab(false))).toEqual([
      "change link RED1 in host: port.isolated true -> false",
      "change link BLUE1 in host: port.isolated true -> false",
    ]);
    expect(await reaches(world, "RED", "10.50.0.3")).toBe(true);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});

describeWorld("a hairpin", (world) => {
  /** In this mode a macvlan leaves it to the bridge to lead frames to another one on the same interface. */
  const lab = (hairpin: boolean): Scopes => {
    const { RED, ...rest } = machine("RED", "10.51.0.2/24", { hairpin });
    const m0 = { type: "macvlan", parent: "eth0", mode: "vepa", addresses: ["10.52.0.2/24"] };
    return {
      host: { links: { br0: { type: "bridge" } } },
      RED: { ...RED, links: { ...(RED?.links as Record<string, Json>), m0 } },
      BLUE: {},
      ...rest,
    };
  };

  test("leads from one interface behind a port to another one behind it, and nothing else does", async () => {
    await world.apply(lab(false));
    await world.byHand(
      "ip -n RED link add link eth0 name m1 netns BLUE type macvlan mode vepa",
      "ip -n BLUE addr add 10.52.0.3/24 dev m1",
      "ip -n BLUE link set m1 up",
    );
    expect(await reaches(world, "RED", "10.52.0.3")).toBe(false);
    expect(await world.apply(lab(true))).toEqual(["change link RED1 in host: port.hairpin false -> true"]);
    expect(await reaches(world, "RED", "10.52.0.3")).toBe(true);
  });
});

describeWorld("a bridge below another root of the spanning tree", (world) => {
  const lab = (priority: number): Scopes => ({
    host: {
      links: {
        br0: { type: "bridge", stp: true, priority, helloTime: 1, maxAge: 6, forwardDelay: 2 },
        br1: { type: "bridge", stp: true, helloTime: 3 },
        up0: { type: "veth", master: "br0", peer: { scope: "host", name: "down0", master: "br1" } },
      },
    },
  });

  async function shown(bridge: string): Promise<Record<string, unknown>> {
    const [link] = JSON.parse(await world.sandbox.must(["ip", "-j", "-d", "link", "show", "dev", bridge]));
    return link.linkinfo.info_data;
  }

  const rootPort = async () => (await shown("br1")).root_port;

  test("has that one's timers, which is no drift, and its own again where it is the root", async () => {
    await world.apply(lab(4096));
    await expect.poll(rootPort, PATIENCE).not.toBe(0);
    expect(await shown("br1")).toMatchObject({ hello_time: 100, max_age: 600, forward_delay: 200 });
    expect(await world.plan(lab(4096))).toEqual([]);
    await world.apply(lab(61440));
    await expect.poll(rootPort, PATIENCE).toBe(0);
    expect(await shown("br1")).toMatchObject({ hello_time: 300, max_age: 2000, forward_delay: 1500 });
    expect(await world.plan(lab(61440))).toEqual([]);
  });
});
