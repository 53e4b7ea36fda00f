import { afterAll, beforeAll, expect, test } from "vitest";
import { describeLive } from "../../live.ts";
import { World } from "./world.ts";

/** As of a host that is an end of tunnels by an address that no card of it has. */
describeLive("the host's own lo", () => {
  const world = new World();
  beforeAll(() => world.open());
  afterAll(() => world.close());

  const lab = {
    host: {
      links: {
        lo: { type: "existing", addresses: ["192.168.10.10/32"] },
        br1: { type: "bridge" },
        vxlan1: {
          ...{ type: "vxlan", id: 1, parent: "lo", mtu: 8950, learning: false, local: "192.168.10.10", master: "br1" },
          port: { neighSuppress: true },
        },
      },
    },
  };

  test("has further addresses and carries a tunnel, and is as before in the end", async () => {
    const before = await world.settled();
    await world.apply(lab);
    expect(await world.plan(lab)).toEqual([]);
    await world.byHand("ip addr del 192.168.10.10/32 dev lo");
    expect(await world.plan(lab)).toEqual(["create address lo 192.168.10.10/32 in host"]);
    await world.apply(lab);
    await world.apply({});
    expect((await world.settled(before)).text).toEqual(before.text);
  });
});
