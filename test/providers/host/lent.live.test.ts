import { afterAll, beforeAll, expect, test } from "vitest";
import { describeLive } from "../../live.ts";
import { World } from "./world.ts";

describeLive("a port of somebody's bridge that is led to another, on the kernel", () => {
  const world = new World();
  beforeAll(() => world.open());
  afterAll(() => world.close());

  test("comes back as the port that it was", async () => {
    await world.byHand(
      "ip link add lan type bridge",
      "ip link set theirs3 master lan",
      "ip link set theirs3 type bridge_slave hairpin on learning off cost 7",
    );
    const before = await world.settled();
    const lab = {
      host: {
        links: { br0: { type: "bridge" }, theirs3: { type: "existing", master: "br0", port: { isolated: true } } },
      },
    };
    await world.apply(lab);
    expect(await world.plan(lab)).toEqual([]);
    await world.apply({});
    expect((await world.settled(before)).text).toEqual(before.text);
  });
});
