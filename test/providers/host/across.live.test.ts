import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

/** Two namespaces with an interface each on the host's NIC `theirs3`, which leads to the machine THEIRS. */
const lab = (red: Record<string, string> = {}, host: Scopes[string] = {}): Scopes => ({
  host,
  RED: {
    links: { eth0: { type: "macvlan", parent: "host/theirs3", mode: "bridge", addresses: ["10.31.0.1/24"], ...red } },
  },
  BLUE: { links: { eth0: { type: "macvlan", parent: "host/theirs3", mode: "bridge", addresses: ["10.31.0.2/24"] } } },
});

const MADE = (scope: string, address: string) => [
  `create link eth0 in ${scope}`,
  `create address eth0 ${address}/24 in ${scope}`,
];

const kernel = await kernelWith("macvlan", "name shared link near type macvlan");

liveUnless(kernel.lacks)("an interface in a namespace that lies on one of the host", () => {
  const world = new World(kernel.machine);
  beforeAll(async () => {
    await world.open();
    await world.byHand("ip -n THEIRS addr add 10.31.0.9/24 dev theirs4", "ip -n THEIRS link set theirs4 up");
    world.before = await world.settled();
  });
  afterAll(() => world.close());

  const reaches = async (scope: string, address: string) =>
    (await world.sandbox.run(["ping", "-c", "1", "-w", "2", address], { scope })).code === 0;

  test("is made there, and reaches the machines behind it", async () => {
    expect((await world.apply(lab())).toSorted()).toEqual(
      [
        ...["create namespace BLUE", "create link lo in BLUE", ...MADE("BLUE", "10.31.0.2")],
        ...["create namespace RED", "create link lo in RED", ...MADE("RED", "10.31.0.1")],
      ].toSorted(),
    );
    expect(await world.plan(lab())).toEqual([]);
    expect(await reaches("RED", "10.31.0.9")).toBe(true);
    expect(await reaches("RED", "10.31.0.2")).toBe(true);
  });

  test("has routes at once, also where its parent is made in the same update, in either family", async () => {
    const addresses = ["10.32.0.1/24", "fd32::1/64"];
    const far = { scope: "FAR", name: "far0", addresses: ["10.32.0.9/24", "fd32::9/64"] };
    const routed: Scopes = {
      host: { links: { near0: { type: "veth", peer: far } } },
      RED: {
        links: { eth0: { type: "macvlan", parent: "host/near0", mode: "bridge", addresses } },
        routes: [
          { to: "default", via: "10.32.0.9" },
          { to: "default", via: "fd32::9" },
          { to: "10.33.0.0/16", dev: "eth0" },
        ],
        neighbours: [{ address: "10.33.0.9", dev: "eth0", mac: "02:00:00:00:00:33" }],
      },
      FAR: { links: { lo: { type: "loopback", addresses: ["10.34.0.1/32", "fd34::1/128"] } } },
    };
    await world.apply(routed);
    expect(await world.plan(routed)).toEqual([]);
    expect(await reaches("RED", "10.34.0.1")).toBe(true);
    expect(await reaches("RED", "fd34::1")).toBe(true);
    await world.apply(lab());
  });

  test("comes back where somebody takes it away, or puts another one of the name in its place", async () => {
    await world.byHand("ip -n RED link del eth0");
    expect(await world.apply(lab())).toEqual(MADE("RED", "10.31.0.1"));
    await world.byHand("ip -n BLUE link del eth0", "ip -n BLUE link add eth0 type veth peer name eth1");
    await world.byHand("ip -n BLUE link add eth0.x link eth1 type macvlan", "ip -n BLUE link del eth0");
    expect(await world.apply(lab())).toEqual(MADE("BLUE", "10.31.0.2"));
    expect(await reaches("BLUE", "10.31.0.9")).toBe(true);
  });

  test("is told from one that lies on an interface with the same number in another namespace", async () => {
    await world.byHand("ip -n RED link del eth0");
    const number = (await world.sandbox.must(["cat", "/sys/class/net/theirs3/ifindex"])).trim();
    await world.byHand(
      `ip -n BLUE link add twin index ${number} type veth peer name twin1`,
      "ip -n BLUE link add link twin name eth0 netns RED type macvlan mode bridge",
      "ip -n RED link set eth0 alias bridgework:test/dev/lab",
    );
    expect(await world.apply(lab())).toEqual([
      'delete link eth0 in RED: up false -> true, parent "BLUE/twin" -> "host/theirs3"',
      ...MADE("RED", "10.31.0.1"),
    ]);
    await world.byHand("ip -n BLUE link del twin");
  });

  test("is made anew on another one when the declaration names that, and goes with one of ours", async () => {
    const cable = {
      links: { nic: { type: "veth", peer: { scope: "GREEN", name: "far", addresses: ["10.31.0.8/24"] } } },
    };
    const moved = { ...lab({ parent: "host/nic" }, cable), GREEN: {} };
    expect(await world.apply(moved)).toContain('delete link eth0 in RED: parent "host/theirs3" -> "host/nic"');
    expect(await world.plan(moved)).toEqual([]);
    expect(await reaches("RED", "10.31.0.8")).toBe(true);
    await world.byHand("ip link del nic");
    expect(await world.apply(moved)).toEqual(expect.arrayContaining(MADE("RED", "10.31.0.1")));
    expect(await reaches("RED", "10.31.0.8")).toBe(true);
    await world.apply(lab());
    expect(await reaches("RED", "10.31.0.9")).toBe(true);
  });

  test("leaves nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
