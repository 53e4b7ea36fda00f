import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";
import { World } from "./world.ts";

const kernel = await kernelWith("bond", "name pair type bond");

liveUnless(kernel.lacks)("a server with two cables", () => {
  const lab = new Example("bond", kernel);
  lab.declare();

  const active = async () => {
    const shown = await lab.world.sandbox.must(["ip", "-n", "SERVER", "-d", "-j", "link", "show", "bond0"]);
    return JSON.parse(shown)[0].linkinfo.info_data.active_slave;
  };

  test("goes on by the other where one fails, and comes back to it", async () => {
    expect(await active()).toBe("eth0");
    await lab.world.byHand("ip -n SWITCH link set server0 down");
    expect(await lab.broken()).toEqual([]);
    expect(await active()).toBe("eth1");
    await lab.repairs("change link server0 in SWITCH: up false -> true");
    expect(await active()).toBe("eth0");
  });

  test("has a member again that somebody took out, with its address", async () => {
    await lab.world.byHand("ip -n SERVER link set eth1 nomaster");
    await lab.repairs('change link eth1 in SERVER: up false -> true, master null -> "bond0"');
  });

  test("has a member's address again that somebody changed", async () => {
    await lab.world.byHand("ip -n SERVER link set eth1 address 02:00:00:00:00:77");
    const [said = ""] = await lab.world.plan(lab.scopes);
    expect(said).toMatch(/^change link eth1 in SERVER: mac "02:00:00:00:00:77" -> "02:/);
    await lab.repairs(said);
  });

  lab.leavesNothing();
});

liveUnless(kernel.lacks)("an interface that is somebody else's", () => {
  const world = new World(kernel.machine);
  beforeAll(() => world.open());
  afterAll(() => world.close());

  test("is a member of a bond of ours while that is declared, and then up as before", async () => {
    const theirs3 = { type: "existing", master: "bond0" };
    const declared = { host: { links: { bond0: { type: "bond", mode: "active-backup" }, theirs3 } } };
    await world.apply(declared);
    expect(await world.plan(declared)).toEqual([]);
    await world.byHand("ip link set theirs3 nomaster");
    // A bond that has lost its only member draws itself a MAC address.
    expect(await world.apply(declared)).toEqual([
      'change existing theirs3 in host: master null -> "bond0"',
      expect.stringMatching(/^change link bond0 in host: mac "\S+" -> "\S+"$/),
    ]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
