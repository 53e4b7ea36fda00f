import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

const near = (scope: string, name: string) => ({ scope, name, mtu: 1500 });

/** Tags of a customer inside one of a provider, on a cable; what lies on an interface is declared before it. */
const lab = (outer = 10): Scopes => ({
  RED: {
    links: {
      inner: { type: "vlan", parent: "outer", id: 20, addresses: ["10.20.0.1/24"] },
      outer: { type: "vlan", parent: "red0", id: outer, protocol: "802.1ad", addresses: ["10.10.0.1/24"] },
      red0: { type: "veth", peer: near("BLUE", "blue0") },
    },
  },
  BLUE: {
    links: {
      inner: { type: "vlan", parent: "outer", id: 20, addresses: ["10.20.0.2/24"] },
      outer: { type: "vlan", parent: "blue0", id: 10, protocol: "802.1ad", addresses: ["10.10.0.2/24"] },
    },
  },
});

const kernel = await kernelWith("802.1Q", "name tagged link near type vlan id 1");

liveUnless(kernel.lacks)("interfaces on interfaces", () => {
  describe("tags inside tags", () => {
    const world = new World(kernel.machine);
    beforeAll(() => world.open());
    afterAll(() => world.close());

    const reaches = async (address: string) => {
      const { code } = await world.sandbox.run(["ping", "-c", "1", "-w", "11", address], { scope: "RED" });
      return code === 0;
    };

    test("are made from the ground up, whatever the order of the document, and carry packets", async () => {
      await world.apply(lab());
      expect(await world.plan(lab())).toEqual([]);
      expect(await reaches("10.10.0.2")).toBe(true);
      expect(await reaches("10.20.0.2")).toBe(true);
    });

    test("fall with the outer one when that is made anew, are named by the plan, and come back with it", async () => {
      const does = [
        "delete link outer in RED: id 10 -> 11",
        "create link outer in RED",
        "create link inner in RED, which falls with link outer in RED",
        "create address outer 10.10.0.1/24 in RED, which falls with link outer in RED",
        "create address inner 10.20.0.1/24 in RED, which falls with link outer in RED",
      ];
      expect((await world.plan(lab(11))).toSorted()).toEqual(does.toSorted());
      expect((await world.apply(lab(11))).toSorted()).toEqual(does.toSorted());
      expect(await world.plan(lab(11))).toEqual([]);
      // Frames of another tag are nobody's at the other end.
      expect(await reaches("10.20.0.2")).toBe(false);
      await world.apply(lab());
      expect(await reaches("10.20.0.2")).toBe(true);
    });

    test("go down with the cable below them and come up with it again", async () => {
      await world.byHand("ip -n RED link set red0 down");
      await world.apply(lab());
      expect(await world.plan(lab())).toEqual([]);
      expect(await reaches("10.20.0.2")).toBe(true);
    });

    test("leave nothing behind", async () => {
      await world.apply({});
      expect(await world.changes()).toEqual([]);
    });
  });

  test("an update that fails half-way leaves the host as it was", async () => {
    const world = new World(kernel.machine);
    await world.open();
    try {
      await world.apply(lab());
      const before = await world.settled();
      const prove = () => Promise.reject(new Error("it does not hold"));
      await expect(world.apply(lab(11), { prove })).rejects.toThrow(/Rolled back, the host is as before/);
      expect(await world.changes(before)).toEqual([]);
      await world.apply({});
    } finally {
      await world.close();
    }
  });
});
