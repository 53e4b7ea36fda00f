import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { surroundings } from "../../../../providers/host/expect/around.ts";
import { check } from "../../../../providers/host/expect/check.ts";
import { describeWorld } from "../describe-world.ts";
import type { World } from "../world.ts";

/** Two namespaces on a bridge of the host with the spanning tree protocol, and one behind the host by IPv6 alone. */
const SCOPES = {
  host: {
    links: {
      brs: { type: "bridge", stp: true, forwardDelay: 2, addresses: ["fd4a:110::1/64"] },
      far0: {
        type: "veth",
        peer: { scope: "FAR", name: "f0", addresses: ["fd4a:111::9/64"] },
        addresses: ["fd4a:111::1/64"],
      },
    },
    sysctls: { "net.ipv6.conf.all.forwarding": "1" },
  },
  T1: {
    links: {
      t0: {
        type: "veth",
        addresses: ["10.7.0.2/24", "fd4a:110::2/64"],
        peer: { scope: "host", name: "p1", master: "brs" },
      },
    },
    routes: [{ to: "::/0", via: "fd4a:110::1" }],
  },
  T2: {
    links: { t0: { type: "veth", addresses: ["10.7.0.3/24"], peer: { scope: "host", name: "p2", master: "brs" } } },
  },
  FAR: { links: {}, routes: [{ to: "::/0", via: "fd4a:111::1" }] },
};
const T2 = "10.7.0.3";

/** Expectations of the document, tried right after it was made, and what was said meanwhile. */
async function tried(world: World, ...expectations: Parameters<typeof check>[0]) {
  const said: string[] = [];
  const around = { ...surroundings(world.transport, SCOPES), say: (line: string) => void said.push(line) };
  const verdicts = await check(expectations, around);
  return { said, holds: verdicts.map(({ holds }) => holds) };
}

describeWorld("a network that has just been made", (world) => {
  describe("with ports that listen and learn before they forward", () => {
    beforeAll(() => world.apply(SCOPES));
    afterAll(() => world.apply({}));

    test("is waited for, and then an expectation has its own time; the wait is told once", async () => {
      const ping = { from: "T1", ping: T2, timeout: 1 };
      expect(await tried(world, ping)).toEqual({
        holds: [true],
        said: ["waiting for the ports of bridge brs to forward: with stp each takes twice its forward delay of 2 s"],
      });
      expect(await tried(world, ping)).toEqual({ holds: [true], said: [] });
    });

    test("proves no failure: what must not work is tried when it could", async () => {
      await world.byHand("ip link set p2 down", "ip link set p2 up");
      expect((await tried(world, { from: "T1", ping: T2, fails: true })).holds).toEqual([false]);
    });
  });

  test("with addresses of a router that IPv6 still checks is waited for as well, for failures too", async () => {
    await world.byHand("sysctl -q -w net.ipv6.conf.default.dad_transmits=5");
    await world.apply(SCOPES);
    const far = { from: "T1", ping: "fd4a:111::9" };
    expect((await tried(world, { ...far, timeout: 1 }, { ...far, fails: true })).holds).toEqual([true, false]);
    await world.apply({});
  });

  test("with a link that never gets a carrier is not waited for", async () => {
    await world.apply({ host: { links: { br7: { type: "bridge", stp: true, addresses: ["fd77::1/64"] } } } });
    const began = Date.now();
    const around = surroundings(world.transport, { host: { links: { br7: { type: "bridge" } } } });
    const [verdict] = await check([{ from: "host", ping: "fd77::1" }], around);
    expect(verdict?.holds).toBe(true);
    expect(Date.now() - began).toBeLessThan(15_000);
  });
});
