import { expect, test } from "vitest";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";

const kernel = await kernelWith("ipvlan", "link near name shared type ipvlan");

liveUnless(kernel.lacks)("ipvlans reached from another machine", () => {
  const lab = new Example("ipvlan", kernel);
  lab.declare();

  test("one that somebody takes away is missed by the machine that reached it, and is there again", async () => {
    await lab.world.byHand("ip -n WEB link del eth0");
    expect(await lab.pings("MACHINE", "192.0.2.2")).toBe(false);
    expect(await lab.pings("MACHINE", "192.0.2.3")).toBe(true);
    await lab.repairs("create link eth0 in WEB", "create address eth0 192.0.2.2/24 in WEB");
    expect(await lab.pings("MACHINE", "192.0.2.2")).toBe(true);
  });

  test("those that are private are so again where somebody lets them reach each other", async () => {
    await lab.world.byHand("ip -n RED link set eth0 type ipvlan mode l3 bridge");
    expect(await lab.pings("RED", "10.3.0.3")).toBe(true);
    await lab.repairs(
      'change link eth0 in RED: flag "bridge" -> "private"',
      'change link eth0 in BLUE: flag "bridge" -> "private"',
    );
    expect(await lab.pings("RED", "10.3.0.3")).toBe(false);
  });

  lab.leavesNothing();
});
