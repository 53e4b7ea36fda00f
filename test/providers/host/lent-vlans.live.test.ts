import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

const { lacks, machine } = await kernelWith("VLAN filtering of bridges", "name switch type bridge vlan_filtering 1");

liveUnless(lacks)("the VLANs of somebody's card, on the kernel", () => {
  const world = new World(machine);
  beforeAll(() => world.open());
  afterAll(() => world.close());

  const vlans = async () => await world.sandbox.must(["bridge", "vlan", "show", "dev", "theirs3"]);
  const carrying = (master: string): Scopes => ({
    host: {
      links: {
        br0: { type: "bridge", vlanFiltering: true },
        theirs3: {
          ...{ type: "existing", master },
          port: { vlans: [{ id: 10, pvid: true, untagged: true }, { id: "20-22" }] },
        },
      },
    },
  });

  test.each(["lan", "br0"])(
    "are as declared on %s, repaired, and come back as they were on its own bridge",
    async (master) => {
      await world.byHand(
        "ip link add lan address 02:00:00:00:77:99 type bridge vlan_filtering 1",
        "ip link set theirs3 master lan",
        "bridge vlan add vid 5 dev theirs3",
      );
      const before = await world.settled();
      const lab = carrying(master);
      await world.apply(lab);
      expect(await world.plan(lab)).toEqual([]);
      expect(await vlans()).toMatch(/10 PVID Egress Untagged\s+20\s+21\s+22\s*$/);
      await world.byHand("bridge vlan del vid 21 dev theirs3");
      expect((await world.plan(lab)).join()).toContain("existing theirs3 port.vlans in host");
      await world.apply(lab);
      expect(await vlans()).toMatch(/20\s+21\s+22\s*$/);
      await world.apply({});
      expect((await world.settled(before)).text).toEqual(before.text);
      await world.byHand("ip link del lan");
    },
  );
});
