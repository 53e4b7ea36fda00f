import { afterAll, beforeAll, expect, test } from "vitest";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

/** Two machines on a cable; what RED is reached by lies on its end, which is to answer for its own addresses alone. */
const lab = (fields: Record<string, string | string[]> = { mode: "bridge" }): Scopes => ({
  RED: {
    links: {
      shared: { type: "macvlan", parent: "red0", addresses: ["10.30.0.1/24"], ...fields },
      red0: {
        type: "veth",
        peer: { scope: "BLUE", name: "blue0", mac: "02:00:00:00:0b:01", addresses: ["10.30.0.2/24"] },
      },
    },
    sysctls: { "net.ipv4.conf.red0.arp_ignore": "1" },
  },
  BLUE: {},
});

const kernel = await kernelWith("macvlan", "name shared link near type macvlan");

liveUnless(kernel.lacks)("a macvlan between two machines", () => {
  const world = new World(kernel.machine);
  beforeAll(() => world.open());
  afterAll(() => world.close());

  const reaches = async (scope: string, address: string) =>
    (await world.sandbox.run(["ping", "-c", "1", "-w", "2", address], { scope })).code === 0;

  test("carries packets under an address of its own", async () => {
    await world.apply(lab());
    expect(await world.plan(lab())).toEqual([]);
    expect(await reaches("BLUE", "10.30.0.1")).toBe(true);
    expect(await reaches("RED", "10.30.0.2")).toBe(true);
  });

  test("is reached at once when another mode gives it the address of its parent, and back", async () => {
    const alone = lab({ mode: "passthru" });
    expect(await world.apply(alone)).toEqual([
      'delete link shared in RED: mode "bridge" -> "passthru"',
      "create link shared in RED",
      "create address shared 10.30.0.1/24 in RED, which falls with link shared in RED",
    ]);
    expect(await reaches("BLUE", "10.30.0.1")).toBe(true);
    await world.apply(lab());
    expect(await reaches("BLUE", "10.30.0.1")).toBe(true);
  });

  test("takes frames of its sources alone", async () => {
    await world.apply(lab({ mode: "source", sources: ["02:00:00:00:0b:01"] }));
    expect(await reaches("BLUE", "10.30.0.1")).toBe(true);
    await world.apply(lab({ mode: "source", sources: ["02:00:00:00:0b:02"] }));
    expect(await reaches("BLUE", "10.30.0.1")).toBe(false);
  });

  test("that a hand gave another name goes before it is made anew, and its address is free", async () => {
    await world.apply(lab());
    await world.sandbox.must(["ip", "link", "set", "shared", "name", "other"], { scope: "RED" });
    expect((await world.apply(lab())).filter((line) => line.includes("link"))).toEqual([
      "delete link other in RED",
      "create link shared in RED",
    ]);
    expect(await reaches("BLUE", "10.30.0.1")).toBe(true);
  });

  test("leaves nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
