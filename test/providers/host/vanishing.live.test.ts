import { expect, test } from "vitest";
import type { Transport } from "../../../providers/host/transport/transport.ts";
import { describeWorlds } from "./describe-world.ts";
import type { Scopes, World } from "./world.ts";

const LAB: Scopes = {
  RED: { links: { reth0: { type: "veth", peer: { scope: "host", name: "reth1" } } } },
  BLUE: { links: { beth0: { type: "veth", peer: { scope: "host", name: "beth1" } } } },
};

/** Somebody does this as soon as a program is to look into RED, a given number of times. */
function meanwhile(world: World, times: number, ...steps: string[]): { transport: Transport; done(): number } {
  let count = 0;
  const transport: Transport = {
    ...world.transport,
    async run(scope, argv, options) {
      if (scope === "RED" && count < times) {
        count += 1;
        await world.byHand(...steps);
      }
      return await world.transport.run(scope, argv, options);
    },
  };
  return { transport, done: () => count };
}

describeWorlds("a namespace that changes while it is looked at", (world) => {
  test("and goes is not there, and made by the same update", async () => {
    await world.apply(LAB);
    const { transport, done } = meanwhile(world, 1, "ip netns del RED");
    expect(await world.apply(LAB, { transport })).toContain("create namespace RED");
    expect(done()).toBe(1);
    expect(await world.plan(LAB)).toEqual([]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  test("and goes while it is removed is no fault of the removal", async () => {
    await world.apply(LAB);
    const { transport, done } = meanwhile(world, 1, "ip netns del RED");
    await world.apply({}, { transport });
    expect(done()).toBe(1);
    expect(await world.changes()).toEqual([]);
  });

  test("and comes anew under its name is looked at again: a namesake is somebody else's", async () => {
    await world.apply(LAB);
    const { transport } = meanwhile(world, 1, "ip netns del RED", "ip netns add RED");
    await expect(world.apply(LAB, { transport })).rejects.toThrow(/namespace RED exists on host "sandbox"/);
  });

  test("and is only a file for a moment is one that is to be made", async () => {
    await world.apply(LAB);
    const { transport } = meanwhile(world, 1, "umount /run/netns/RED");
    expect(await world.apply(LAB, { transport })).toContain("create namespace RED");
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
