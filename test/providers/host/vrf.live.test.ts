import { expect, test } from "vitest";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";

const kernel = await kernelWith("vrf", "name red type vrf table 1");

liveUnless(kernel.lacks)("two customers of one router, with the same addresses", () => {
  const lab = new Example("vrf", kernel);
  lab.declare();

  test("a link that somebody takes out of its VRF is told, and is in it again with all its routes", async () => {
    await lab.world.byHand("ip -n ROUTER link set blue1 nomaster");
    expect(await lab.broken()).not.toEqual([]);
    await lab.repairs('change link blue1 in ROUTER: master null -> "blue"');
  });

  test("a VRF with another table takes its links along, and their routes", async () => {
    await lab.world.byHand("ip -n ROUTER link del red");
    await lab.repairs(
      "create link red in ROUTER",
      'change link red1 in ROUTER: master null -> "red"',
      'change link red2 in ROUTER: master null -> "red"',
    );
  });

  lab.leavesNothing();
});
