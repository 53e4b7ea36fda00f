import { expect, test } from "vitest";
import { Engine } from "../../../engine/client.ts";
import { claim, claimName, marksItself, releaseStale } from "../../../engine/marks.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { TYPES, urn } from "./plugin.ts";

test("an option is a mark only where nobody declares options and the driver minds no other", () => {
  expect(marksItself("bridge", undefined)).toBe(true);
  expect(marksItself("macvlan", {})).toBe(true);
  expect(marksItself("bridge", { "com.docker.network.driver.mtu": "1400" })).toBe(false);
  expect(marksItself("someones/plugin:latest", {})).toBe(false);
});

test("a claim's name is as long as a volume's may be, whatever the name that it speaks for", () => {
  expect(claimName({ kind: "volume", name: "data" })).toBe("bridgework.volume.data");
  const long = { kind: "volume", name: "x".repeat(255) } as const;
  expect(claimName(long)).toMatch(/^bridgework\.volume\.[0-9a-f]{64}$/);
});

describeEngine("marks of networks and volumes on a real engine", (engine) => {
  const [N, V] = [TYPES.network, TYPES.volume];
  const listed = async () => (await engine.host.docker("volume", "ls", "-q")).split("\n").filter(Boolean).sort();
  const inspect = (kind: string, name: string) =>
    engine.host.inspect<{ Labels: Values | null; Options: Values | null }>("--type", kind, name);
  const options = { "com.docker.network.driver.mtu": "1400" };

  test("no object has a label or a declared option that its program does not have; each has an owner all the same", async () => {
    const label = { label: "a", value: "b" };
    const made = [
      {
        type: N,
        kind: "network",
        inputs: { name: "plain" },
        has: { Options: { "bridgework.owner": urn(N, "plain") } },
      },
      { type: N, kind: "network", inputs: { name: "tuned", options, labels: [label] }, has: { Options: options } },
      { type: V, kind: "volume", inputs: { name: "data", labels: [label] }, has: { Options: {} } },
      { type: V, kind: "volume", inputs: { name: "bare" }, has: { Options: {} } },
    ];
    for (const { type, kind, inputs, has } of made) {
      const { id, outputs } = await engine.plugin.make(type, inputs.name, inputs);
      const { Labels, Options } = await inspect(kind, inputs.name);
      expect({ Options: Options ?? {} }).toEqual(has);
      expect(Labels ?? {}).toEqual("labels" in inputs ? { a: "b" } : {});
      expect(outputs.options ?? {}).toEqual("options" in inputs ? options : {});
      const read = await engine.plugin.read(type, inputs.name, inputs.name);
      expect(read.inputs.options ?? {}).toEqual("options" in inputs ? options : {});
      expect(read.id).toBe(id);
      const elsewhere = engine.plugin.create(type, "x", { name: inputs.name });
      await expect(elsewhere).rejects.toThrow(/not ours: it belongs to urn:pulumi:dev::trial::/);
    }
    expect(await listed()).toEqual([
      "bare",
      "bridgework.network.tuned",
      "bridgework.volume.bare",
      "bridgework.volume.data",
      "data",
    ]);
    for (const { type, inputs } of made) {
      const { id } = await engine.plugin.read(type, inputs.name, inputs.name);
      await engine.plugin.remove(type, inputs.name, id, inputs);
    }
    expect(await listed()).toEqual([]);
  });

  test("one that cannot be made leaves no mark; one whose object went by hand goes with it, or with the next that is made", async () => {
    const clash = { name: "clash", options, ipamConfigs: [{ subnet: "10.68.0.0/24" }] };
    await engine.host.docker("network", "create", "--subnet", "10.68.0.0/16", "holder");
    await expect(engine.plugin.create(N, "clash", clash)).rejects.toThrow(/overlaps/);
    expect(await listed()).toEqual([]);
    const { id, inputs } = await engine.plugin.make(V, "gone", { name: "gone" });
    await engine.host.docker("volume", "rm", "gone");
    expect(await listed()).toEqual(["bridgework.volume.gone"]);
    await engine.plugin.remove(V, "gone", id, inputs);
    expect(await listed()).toEqual([]);
    await engine.host.docker("network", "rm", "holder");
  });

  test("a stale claim is a stack's own to take away, once it is old enough, and gives way to whoever makes the object", async () => {
    const client = new Engine({ host: `unix://${engine.host.socket}`, source: "test" });
    const [ours, theirs] = ["urn:pulumi:dev::trial::x::x", "urn:pulumi:other::trial::x::x"];
    await claim(client, { kind: "volume", name: "left" }, ours);
    await claim(client, { kind: "volume", name: "theirs" }, theirs);
    await expect(claim(client, { kind: "volume", name: "left" }, theirs)).rejects.toThrow(`${ours} is about to make`);
    const later = Date.now;
    Date.now = () => later() + 120_000;
    try {
      await releaseStale(client, (owner) => owner === ours);
      expect(await listed()).toEqual(["bridgework.volume.theirs"]);
      await claim(client, { kind: "volume", name: "theirs" }, ours);
      await releaseStale(client, (owner) => owner === ours);
    } finally {
      Date.now = later;
    }
    await client.close();
    expect(await listed()).toEqual([]);
  });
});
