import { expect, test } from "vitest";
import type { Json } from "../../../providers/host/json.ts";
import { describeWorld } from "./describe-world.ts";
import type { Scopes } from "./world.ts";

const far = (name: string, addresses: string[]) => ({ scope: name, name: "near", addresses });
const goal = ["10.9.9.9/32", "fd99::9/128"];

/** RED has two ways out; the default one leads to ONE, what is looked for is behind TWO. */
const lab = (rules: Json[]): Scopes => ({
  RED: {
    links: {
      one: { type: "veth", addresses: ["10.1.1.1/24", "fd01::1/64"], peer: far("ONE", ["10.1.1.9/24", "fd01::9/64"]) },
      two: { type: "veth", addresses: ["10.1.2.1/24", "fd02::1/64"], peer: far("TWO", ["10.1.2.9/24", "fd02::9/64"]) },
    },
    routes: [
      { to: "default", via: "10.1.1.9" },
      { to: "default", via: "fd01::9" },
      { to: "default", via: "10.1.2.9", table: 100 },
      { to: "default", via: "fd02::9", table: 100 },
    ],
    rules,
  },
  ONE: {
    routes: [
      { to: "default", via: "10.1.1.1" },
      { to: "default", via: "fd01::1" },
    ],
  },
  TWO: {
    links: { lo: { type: "loopback", addresses: goal } },
    routes: [
      { to: "default", via: "10.1.2.1" },
      { to: "default", via: "fd02::1" },
    ],
  },
});

const BY_SOURCE: Json[] = [
  { from: "10.1.2.1", table: 100 },
  { from: "fd02::1", table: 100 },
];

describeWorld("packets and rules of policy routing", (world) => {
  const answers = async (from: string, to: string) => {
    const { code } = await world.sandbox.run(["ping", "-c", "1", "-w", "4", "-I", from, to], { scope: "RED" });
    return code === 0;
  };

  test("a route in another table has no packet before a rule leads to it", async () => {
    await world.apply(lab([]));
    expect(await answers("10.1.2.1", "10.9.9.9")).toBe(false);
    expect(await answers("fd02::1", "fd99::9")).toBe(false);
  });

  test("packets from the rule's source take the other table, and no others do", async () => {
    await world.apply(lab(BY_SOURCE));
    expect(await world.plan(lab(BY_SOURCE))).toEqual([]);
    expect(await answers("10.1.2.1", "10.9.9.9")).toBe(true);
    expect(await answers("fd02::1", "fd99::9")).toBe(true);
    expect(await answers("10.1.1.1", "10.9.9.9")).toBe(false);
    expect(await answers("fd01::1", "fd99::9")).toBe(false);
  });

  test("a rule that is taken away by hand is missed by packets and plan, and comes back", async () => {
    await world.byHand("ip -n RED rule del priority 32765", "ip -n RED -6 rule del priority 32765");
    expect(await answers("10.1.2.1", "10.9.9.9")).toBe(false);
    expect(await world.plan(lab(BY_SOURCE))).toEqual(["create rule 32765 in RED", "create rule 32765 (IPv6) in RED"]);
    await world.apply(lab(BY_SOURCE));
    expect(await answers("10.1.2.1", "10.9.9.9")).toBe(true);
    expect(await answers("fd02::1", "fd99::9")).toBe(true);
  });

  test("a rule of lower priority is asked first, and can refuse", async () => {
    const rules = [...BY_SOURCE, { priority: 50, to: "10.9.9.9", type: "prohibit" }] as Json[];
    await world.apply(lab(rules));
    expect(await answers("10.1.2.1", "10.9.9.9")).toBe(false);
    const asked = "ip -n RED route get 10.9.9.9 from 10.1.2.1".split(" ");
    expect((await world.sandbox.run(asked)).stderr).toContain("Permission denied");
    expect(await answers("fd02::1", "fd99::9")).toBe(true);
  });

  test("while a rule changes, every packet finds one", async () => {
    await world.apply(lab(BY_SOURCE));
    const flood = world.sandbox.run(["ping", "-q", "-c", "400", "-i", "0.005", "-I", "10.1.2.1", "10.9.9.9"], {
      scope: "RED",
    });
    const [four, ...six] = BY_SOURCE as Record<string, Json>[];
    for (const from of ["10.1.2.0/31", "10.1.2.0/30", "10.1.2.0/24", "10.1.2.1"])
      await world.apply(lab([{ ...four, from }, ...six]));
    expect((await flood).stdout).toContain("400 packets transmitted, 400 received");
  });

  test("leave nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
