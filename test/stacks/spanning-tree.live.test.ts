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

  test("comes up in one up with an expectation over it, and shows no drift while its topology changes", async () => {
    await expecting({}, PING);
    expect(await lab.stack.up()).toContain(`${WAIT} 15 s`);
    const shown = async () => JSON.parse(await lab.host.must(["ip", "-j", "-d", "link", "show", "brs"]))[0];
    // The kernel shows another ageing time than was set.
    expect((await shown()).linkinfo.info_data).toMatchObject({ topology_change: 1, ageing_time: 3000 });
    expect((await lab.stack.preview()).changes).toEqual({ same: 4 });
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });

  test("is not waited for where nothing is expected of it, and with its own delay and the expectation's own time where it is", async () => {
    await expecting({ forwardDelay: 2 });
    expect(await lab.stack.up()).not.toContain("waiting");
    await lab.stack.destroy();
    await expecting({ forwardDelay: 2 }, { ...PING, timeout: 20 });
    expect(await lab.stack.up()).toContain(`${WAIT} 2 s`);
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
