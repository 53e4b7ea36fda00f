import { afterAll, beforeAll, expect, test } from "vitest";
import { describeLive } from "../../live.ts";
import { World } from "./world.ts";

describeLive("neighbours for good of an interface", () => {
  const world = new World();
  beforeAll(() => world.open());
  afterAll(() => world.close());

  const declared = (link: object, addresses = ["10.1.1.9", "fd01::9"]) => ({
    host: {
      links: { br0: { type: "bridge", addresses: ["10.1.1.1/24", "fd01::1/64"], ...link } },
      neighbours: addresses.map((address) => ({ address, dev: "br0", mac: "02:00:00:00:00:09" })),
    },
  });
  const kept = async () => (await world.sandbox.must(["ip", "neigh", "show", "nud", "permanent", "dev", "br0"])).trim();

  const again = (property: string, address: string) =>
    `create neighbour br0 ${address} in host, which goes when the ${property} of link br0 in host changes`;

  test("go as its MAC changes, which the plan says, and are there again after", async () => {
    await world.apply(declared({ mac: "02:00:00:00:00:11" }));
    const before = await kept();
    const other = declared({ mac: "02:00:00:00:00:22" });
    const plan = [
      'change link br0 in host: mac "02:00:00:00:00:11" -> "02:00:00:00:00:22"',
      ...["10.1.1.9", "fd01::9"].map((address) => again("mac", address)),
    ];
    expect(await world.plan(other)).toEqual(plan);
    expect(await world.apply(other)).toEqual(plan);
    expect(await kept()).toBe(before);
    expect(await world.plan(other)).toEqual([]);
  });

  test("go as ARP is turned on that somebody turned off", async () => {
    const same = declared({ mac: "02:00:00:00:00:22" });
    await world.byHand(
      "ip link set br0 arp off",
      "ip neigh add fd01::9 lladdr 02:00:00:00:00:09 dev br0 nud permanent proto 205",
    );
    const plan = [
      "change link br0 in host: arp false -> true",
      "create neighbour br0 10.1.1.9 in host",
      again("arp", "fd01::9"),
    ];
    expect(await world.plan(same)).toEqual(plan);
    expect(await world.apply(same)).toEqual(plan);
    expect(await world.plan(same)).toEqual([]);
  });

  test("that are declared no more, or somebody else's, are not among them", async () => {
    await world.byHand("ip neigh add 10.1.1.8 lladdr 02:00:00:00:00:08 dev br0 nud permanent");
    const one = declared({ mac: "02:00:00:00:00:33" }, ["fd01::9"]);
    expect(await world.plan(one)).toEqual([
      expect.stringMatching(/^change link br0 in host: mac /),
      again("mac", "fd01::9"),
      "delete neighbour br0 10.1.1.9 in host",
    ]);
    await world.apply(one);
    // Theirs is put back.
    expect((await kept()).split("\n").map((line) => line.split(" ")[0])).toEqual(["10.1.1.8", "fd01::9"]);
  });

  test("leave the host as it was", async () => {
    await world.byHand("ip neigh del 10.1.1.8 dev br0");
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
