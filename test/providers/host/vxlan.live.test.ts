import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../../../providers/host/json.ts";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

const OVERLAY = { type: "vxlan", id: 42 };

/** Two machines on a cable, and an Ethernet of their own through it. */
const lab = (red: Record<string, Json>, blue: Record<string, Json>): Scopes => ({
  RED: {
    links: {
      eth0: {
        type: "veth",
        addresses: ["192.0.2.1/24", "fd00::1/64"],
        peer: { scope: "BLUE", name: "eth0", addresses: ["192.0.2.2/24", "fd00::2/64"] },
      },
      over: { ...OVERLAY, addresses: ["10.40.0.1/24"], ...red },
    },
  },
  BLUE: { links: { over: { ...OVERLAY, addresses: ["10.40.0.2/24"], ...blue } } },
});

const kernel = await kernelWith("vxlan", "name tunnel type vxlan id 1 dstport 4789");

liveUnless(kernel.lacks)("a vxlan between two machines", () => {
  const world = new World(kernel.machine);
  beforeAll(() => world.open());
  afterAll(() => world.close());

  /** A packet of a size that must not be cut. */
  const passes = async (bytes: number) => {
    const argv = ["ping", "-c", "1", "-w", "2", "-M", "do", "-s", String(bytes - 28), "10.40.0.2"];
    return (await world.sandbox.run(argv, { scope: "RED" })).code === 0;
  };

  test("carries packets as large as it says, and no larger ones", async () => {
    await world.apply(lab({ remote: "192.0.2.2" }, { remote: "192.0.2.1" }));
    expect(await passes(1450)).toBe(true);
    expect(await passes(1451)).toBe(false);
  });

  test("carries them to a group that both have joined", async () => {
    const group = { parent: "eth0", remote: "239.1.1.1" };
    const joined = lab(group, group);
    expect(await world.apply(joined)).toEqual([
      'change link over in RED: parent null -> "eth0", remote "192.0.2.2" -> "239.1.1.1"',
      'change link over in BLUE: parent null -> "eth0", remote "192.0.2.1" -> "239.1.1.1"',
    ]);
    expect(await world.plan(joined)).toEqual([]);
    expect(await passes(1450)).toBe(true);
  });

  test("carries them over IPv6, twenty bytes less", async () => {
    await world.apply(lab({ remote: "fd00::2", local: "fd00::1" }, { remote: "fd00::1" }));
    expect(await passes(1430)).toBe(true);
    expect(await passes(1431)).toBe(false);
  });

  test("carries them to the ends that it lists, without one for all", async () => {
    const other = { dst: "192.0.2.9" };
    await world.apply(lab({ fdb: [other, { dst: "192.0.2.2" }] }, { fdb: [{ dst: "192.0.2.1" }, other] }));
    expect(await passes(1450)).toBe(true);
    await world.apply(lab({ fdb: [other] }, { fdb: [{ dst: "192.0.2.1" }] }));
    await world.byHand("ip -n RED neigh flush dev over", "ip netns exec RED bridge fdb flush dev over");
    expect(await passes(100)).toBe(false);
  });

  test("carries none between two networks", async () => {
    await world.apply(lab({ remote: "192.0.2.2" }, { remote: "192.0.2.1", id: 43 }));
    expect(await passes(100)).toBe(false);
  });

  test("leaves nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
