import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";

const WAIT = "waiting for the ports of bridge brs to forward: with stp each takes twice its forward delay of";

describeStack("a bridge with the spanning tree protocol", {}, (lab) => {
  const expecting = (bridge: object, ...expected: object[]) =>
    lab.stack.configure({
      topology: {
        bridges: { brs: { address: "10.77.170.1/24", stp: true, ...bridge } },
        namespaces: {
          T1: { links: { t0: { bridge: "brs", address: "10.77.170.2/24" } } },
          T2: { links: { t0: { bridge: "brs", address: "10.77.170.3/24" } } },
        },
        expect: expected,
      },
    });
  const PING = { from: "T1", ping: "T2" };

  test.each([
    { bridge: {}, expectation: PING, says: `${WAIT} 15 s` },
    { bridge: { forwardDelay: 2 }, expectation: PING, says: `${WAIT} 2 s` },
    { bridge: { forwardDelay: 4 }, expectation: { ...PING, timeout: 20 }, says: `${WAIT} 4 s` },
  ])("comes up in one up with an expectation over it: $bridge", async ({ bridge, expectation, says }) => {
    await lab.stack.destroy();
    await expecting(bridge, expectation);
    expect(await lab.stack.up()).toContain(says);
  });

  test("shows no drift while its topology changes, and the kernel shows another ageing time than was set", async () => {
    await lab.stack.destroy();
    await expecting({}, { ...PING, timeout: 40 });
    await lab.stack.up();
    const shown = async () => JSON.parse(await lab.host.must(["ip", "-j", "-d", "link", "show", "brs"]))[0];
    expect((await shown()).linkinfo.info_data).toMatchObject({ topology_change: 1, ageing_time: 3000 });
    expect((await lab.stack.preview()).changes).toEqual({ same: 4 });
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });

  test("is not waited for where nothing is expected of it", async () => {
    await expecting({});
    expect(await lab.stack.up()).not.toContain("waiting");
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
