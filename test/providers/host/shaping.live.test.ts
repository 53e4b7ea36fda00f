import { afterAll, beforeAll, expect, test } from "vitest";
import type { Expectation } from "../../../net/schema/expectation.ts";
import type { Shaping } from "../../../net/schema/shaping.ts";
import { surroundings } from "../../../providers/host/expect/around.ts";
import { check } from "../../../providers/host/expect/check.ts";
import { kernelWithQueue } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

/** Two machines on a cable, what leaves each of them shaped. */
const lab = (shaping: Shaping, type = "dummy"): Scopes => ({
  RED: {
    links: {
      eth0: {
        type: "veth",
        addresses: ["192.0.2.1/24"],
        shaping,
        peer: { scope: "BLUE", name: "eth0", addresses: ["192.0.2.2/24"], shaping },
      },
      beside: { type, shaping },
    },
  },
  BLUE: {},
});

const kernel = await kernelWithQueue("netem");

liveUnless(kernel.lacks)("what is shaped, as packets meet it", () => {
  const world = new World(kernel.machine);
  beforeAll(() => world.open());
  afterAll(() => world.close());

  /** What an expectation finds, and whether it holds. */
  const verdict = async (shaping: Shaping, measured: Omit<Expectation, "from">) => {
    const around = surroundings(world.transport, lab(shaping) as Parameters<typeof surroundings>[1]);
    const [{ holds, found } = { holds: false, found: "" }] = await check([{ from: "RED", ...measured }], around);
    return { holds, found };
  };

  test("50 ms and a tenth lost each way are 100 ms and 19 of 100, measured over a thousand pings", async () => {
    const shaping = { delay: "50ms", loss: "10%" };
    await world.apply(lab(shaping));
    // Four times the deviation of a thousand; what holds packets up longer is a virtual machine that others take time from.
    const bounds = { rtt: { min: "95ms", max: "130ms" }, loss: { min: "14%", max: "24%" } };
    const found = await verdict(shaping, { ping: { to: "BLUE", count: 1000, ...bounds }, timeout: 10 });
    expect(found).toEqual({ holds: true, found: expect.any(String) });
  });

  test("a rate is what a connection carries, less its headers", async () => {
    const shaping = { rate: "10mbit" };
    await world.apply(lab(shaping));
    const throughput = { to: "BLUE", seconds: 5, rate: { min: "2mbit", max: "10mbit" } };
    const found = await verdict(shaping, { throughput, timeout: 30 });
    expect(found).toEqual({ holds: true, found: expect.any(String) });
  });

  test("what waits in the queue goes on waiting when it is changed", async () => {
    await world.apply(lab({ delay: "4s" }));
    const ping = ["ping", "-n", "-q", "-c", "3", "-i", "0.2", "-W", "60", "192.0.2.2"];
    // Both ways are slow: the neighbours are known before.
    await world.sandbox.run([...ping, "-w", "30"], { scope: "RED" });
    const kept = world.sandbox.keep(ping, { scope: "RED" });
    const finished = new Promise<string>((resolve) => kept.ended(({ stdout }) => resolve(stdout)));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const change = 'delay "4s" -> "40ms"';
    expect(await world.apply(lab({ delay: "40ms" }))).toEqual([
      `change shaping eth0 in RED: ${change}`,
      `change shaping beside in RED: ${change}`,
      `change shaping eth0 in BLUE: ${change}`,
    ]);
    expect(await finished).toContain("3 packets transmitted, 3 received");
  });

  test("an interface that is made anew is shaped anew", async () => {
    expect(await world.apply(lab({ delay: "40ms" }, "ifb"))).toEqual([
      'delete link beside in RED: type "dummy" -> "ifb"',
      "create link beside in RED",
      "create shaping beside in RED, which falls with link beside in RED",
    ]);
    expect(await world.plan(lab({ delay: "40ms" }, "ifb"))).toEqual([]);
  });

  test("leaves nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
