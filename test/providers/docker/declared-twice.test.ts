import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeEngine } from "../../engine/fake-engine.ts";
import { Plugin, TYPES } from "./plugin.ts";

let engine: FakeEngine;
let plugin: Plugin;

beforeAll(async () => {
  engine = await new FakeEngine().listen();
  plugin = await Plugin.start({ host: engine.host });
});
afterAll(async () => {
  await plugin.close();
  await engine.close();
});

test("a label with two values is told with its place, without its value; the same twice is one", async () => {
  const labels = ["a", "b", "a"].map((value) => ({ label: "team", value }));
  const { faults } = await plugin.check(TYPES.volume, "v", { labels });
  expect(faults).toEqual(['labels[1]: "team": labels[0] says otherwise of it. Keep one.']);
});

test("of two networks of one subnet the second is told, also where both are checked at one time", async () => {
  const network = { ipamConfigs: [{ subnet: "172.30.0.0/16" }] };
  const checked = await Promise.all([
    plugin.check(TYPES.network, "one", network),
    plugin.check(TYPES.network, "two", network),
  ]);
  expect(checked.flatMap(({ faults }) => faults)).toEqual([
    expect.stringContaining("overlaps 172.30.0.0/16 of Network one.ipamConfigs[0].subnet"),
  ]);
});
