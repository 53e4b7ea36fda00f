import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { older } from "../../../engine/api-version.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { Plugin, TYPES } from "./plugin.ts";

interface Inspected {
  Id: string;
  State: { StartedAt: string; Running: boolean };
  HostConfig: { Memory: number; RestartPolicy: { Name: string } };
  NetworkSettings: { Networks: Record<string, { IPAddress: string; MacAddress: string; Aliases: string[] | null }> };
}

describeEngine("changes on a real engine", (engine) => {
  const [N, C, V] = [TYPES.network, TYPES.container, TYPES.volume];

  beforeAll(async () => {
    await engine.plugin.make(N, "blue", { name: "blue", ipamConfigs: [{ subnet: "10.71.0.0/24" }] });
    await engine.plugin.make(N, "green", { name: "green", ipamConfigs: [{ subnet: "10.72.0.0/24" }] });
  });

  const inspect = (name: string) => engine.host.inspect<Inspected>("--type", "container", name);

  /** Declares something new for a container that exists, and returns the differences that were mended. */
  async function change(name: string, id: string, before: Values, next: Values): Promise<string[]> {
    const { inputs, faults } = await engine.plugin.check(C, name, next);
    expect(faults).toEqual([]);
    const { detailed, replaces } = await engine.plugin.diff(C, name, id, inputs, before);
    expect(replaces).toEqual([]);
    await engine.plugin.update(C, name, id, inputs, before);
    expect((await engine.plugin.diff(C, name, id, inputs, inputs)).detailed).toEqual({});
    return Object.keys(detailed);
  }

  test("networks, addresses, aliases, limits and the name change without a restart, and a TCP stream goes on", async () => {
    const on = (blue: Values, ...more: Values[]) => ({
      networksAdvanced: [{ name: "blue", ...blue }, ...more] as Values[],
    });
    const first = {
      name: "mover",
      image: "busybox",
      ...on({ ipv4Address: "10.71.0.10" }, { name: "green", ipv4Address: "10.72.0.10" }),
    };
    const { id, inputs } = await engine.plugin.make(C, "mover", first);
    const begun = (await inspect("mover")).State.StartedAt;
    await engine.host.docker(
      "exec",
      "-d",
      "mover",
      "sh",
      "-c",
      "while :; do echo tick; sleep 0.1; done | nc -l -p 7000",
    );
    const listening = ["docker", "exec", "mover", "sh", "-c", "netstat -ltn | grep -q :7000"];
    while ((await engine.host.run(listening)).code !== 0) await sleep(50);
    const stream = engine.host.run(["timeout", "4", "bash", "-c", "exec 3<>/dev/tcp/10.72.0.10/7000; cat <&3"]);
    await sleep(300);

    const green = { name: "green", ipv4Address: "10.72.0.10" };
    const steps: [Values, string[]][] = [
      [on({ ipv4Address: "10.71.0.20" }, green), ["networksAdvanced[0].ipv4Address"]],
      [on({ ipv4Address: "10.71.0.20", aliases: ["www", "api"] }, green), ["networksAdvanced[0].aliases"]],
      [on({ aliases: ["www"] }, green), ["networksAdvanced[0].aliases", "networksAdvanced[0].ipv4Address"]],
      [{ networksAdvanced: [green] }, ["networksAdvanced[1]"]],
      [{ networksAdvanced: [green], restart: "always", memory: 64, name: "moved" }, ["name", "restart", "memory"]],
    ];
    let before = inputs;
    for (const [next, expected] of steps) {
      const declared = { name: "mover", image: "busybox", ...next };
      expect((await change("mover", id, before, declared)).sort()).toEqual(expected.sort());
      before = declared;
    }
    const after = await inspect("moved");
    expect([after.Id, after.State.StartedAt]).toEqual([id, begun]);
    expect(after.HostConfig.Memory).toBe(64 * 1024 * 1024);
    const ticks = (await stream).stdout.split("\n").filter((line) => line === "tick").length;
    expect(ticks).toBeGreaterThan(25);
    await engine.plugin.remove(C, "mover", id, before);
  });

  test("MAC addresses hold on each network that takes them, and change in place where connecting heeds them", async () => {
    const api = await engine.host.apiVersion();
    const names = older(api, "1.44") ? ["green"] : ["blue", "green"];
    const fixed = (last: number): Values => ({
      name: "fixed",
      image: "busybox",
      networksAdvanced: ["blue", "green"].map((name) => {
        const i = names.indexOf(name);
        return { name, ...(i < 0 ? {} : { macAddress: `02:00:00:00:0${i}:0${last}` }) };
      }),
    });
    const macs = async () => {
      const { Networks } = (await inspect("fixed")).NetworkSettings;
      return names.map((name) => Networks[name]?.MacAddress);
    };
    const { id, inputs } = await engine.plugin.make(C, "fixed", fixed(1));
    expect(await macs()).toEqual(["02:00:00:00:00:01", "02:00:00:00:01:01"].slice(0, names.length));
    expect(await engine.host.docker("exec", "fixed", "ip", "route")).toContain("default via 10.71.0.1 ");
    const { replaces } = await engine.plugin.diff(C, "fixed", id, fixed(2), inputs);
    expect(replaces).toEqual(older(api, "1.54") ? ["networksAdvanced"] : []);
    if (replaces.length === 0) await change("fixed", id, inputs, fixed(2));
    expect(await macs()).toEqual(names.map((_, i) => `02:00:00:00:0${i}:0${replaces.length === 0 ? 2 : 1}`));
    await engine.plugin.remove(C, "fixed", id, inputs);
  });

  test("two containers swap their addresses in one update", async () => {
    const at = (name: string, ip: string): Values => ({
      name,
      image: "busybox",
      networksAdvanced: [{ name: "blue", ipv4Address: ip }],
    });
    const a = await engine.plugin.make(C, "swap-a", at("swap-a", "10.71.0.31"));
    const b = await engine.plugin.make(C, "swap-b", at("swap-b", "10.71.0.32"));
    await Promise.all([
      engine.plugin.update(C, "swap-a", a.id, at("swap-a", "10.71.0.32"), a.inputs),
      engine.plugin.update(C, "swap-b", b.id, at("swap-b", "10.71.0.31"), b.inputs),
    ]);
    expect((await inspect("swap-a")).NetworkSettings.Networks.blue?.IPAddress).toBe("10.71.0.32");
    expect((await inspect("swap-b")).NetworkSettings.Networks.blue?.IPAddress).toBe("10.71.0.31");
    await Promise.all([
      engine.plugin.remove(C, "swap-a", a.id, a.inputs),
      engine.plugin.remove(C, "swap-b", b.id, b.inputs),
    ]);
  });

  test("a network that gets another subnet, and by an alias another name in the program, takes its containers along", async () => {
    const subnet = (cidr: string): Values => ({ name: "wander", ipamConfigs: [{ subnet: cidr }] });
    const network = await engine.plugin.make(N, "wander", subnet("10.73.0.0/24"));
    const running = await engine.plugin.make(C, "runs", {
      name: "runs",
      image: "busybox",
      networksAdvanced: [{ name: "wander", aliases: ["r"] }],
    });
    await engine.host.docker("create", "--name", "foreign", "--network", "wander", "--network-alias", "f", "busybox");
    const begun = (await inspect("runs")).State.StartedAt;

    const next = subnet("10.74.0.0/24");
    const { replaces } = await engine.plugin.diff(N, "roam", network.id, next, network.inputs);
    expect(replaces).toEqual(["ipamConfigs"]);
    await engine.plugin.remove(N, "wander", network.id, network.inputs);
    const made = await engine.plugin.create(N, "roam", next);

    const after = await inspect("runs");
    expect([after.Id, after.State.StartedAt]).toEqual([running.id, begun]);
    expect(after.NetworkSettings.Networks.wander?.IPAddress).toMatch(/^10\.74\.0\./);
    expect(after.NetworkSettings.Networks.wander?.Aliases).toContain("r");
    expect((await inspect("foreign")).NetworkSettings.Networks.wander?.Aliases).toContain("f");
    await engine.host.docker("start", "foreign");
    await engine.host.docker("rm", "-f", "foreign");
    await engine.plugin.remove(C, "runs", running.id, running.inputs);
    await engine.plugin.remove(N, "roam", made.id, next);
  });

  test("a volume is not made anew under a container that uses it, and otherwise not without a word", async () => {
    const { id, inputs } = await engine.plugin.make(V, "kept", { name: "kept" });
    await engine.host.docker("create", "--name", "keeper", "-v", "kept:/data", "busybox");
    const next = { ...inputs, labels: [{ label: "a", value: "b" }] };
    await expect(engine.plugin.diff(V, "kept", id, next, inputs)).rejects.toThrow(
      /"kept" has to be made anew, without its data.*labels.*the container "keeper".*docker rm -f keeper/,
    );
    await engine.host.docker("rm", "keeper");
    expect((await engine.plugin.diff(V, "kept", id, next, inputs)).replaces).toEqual(["labels"]);
    await engine.plugin.remove(V, "kept", id, inputs);
    const made = await engine.plugin.create(V, "kept", next);
    await engine.plugin.remove(V, "kept", made.id, next);
  });

  test("a network that others still use is not torn away by a destroy, nor are their ports by a change", async () => {
    const network = await engine.plugin.make(N, "used", { name: "used" });
    await engine.host.docker("run", "-d", "--name", "guest", "--network", "used", "-p", "18097:80", "busybox");
    // Its ports neither: over an internal network none is published.
    const diff = (more: Values) =>
      engine.plugin.diff(N, "used", network.id, { ...network.inputs, ...more }, network.inputs);
    await expect(diff({ internal: true })).rejects.toThrow(
      /"used" is to become an internal network.*"guest".* publishes 18097 over it.*docker network disconnect used guest/,
    );
    await engine.host.docker("network", "connect", "bridge", "guest");
    expect((await diff({ internal: true })).replaces).toEqual(["internal"]);
    await engine.host.docker("network", "disconnect", "bridge", "guest");
    const careful = await Plugin.start({ host: `unix://${engine.host.socket}` });
    await expect(careful.remove(N, "used", network.id, network.inputs)).rejects.toThrow(/active endpoints/);
    await engine.host.docker("rm", "-f", "guest");
    await careful.remove(N, "used", network.id, network.inputs);
    await careful.close();
  });

  test("an engine that is killed and started again in between is waited for", async () => {
    const { id, inputs } = await engine.plugin.make(C, "patient", {
      name: "patient",
      image: "busybox",
      restart: "always",
    });
    await engine.host.order("kill");
    const compared = engine.plugin.diff(C, "patient", id, inputs, inputs);
    await engine.host.order("start");
    expect((await compared).replaces).toEqual([]);
    await engine.plugin.remove(C, "patient", id, inputs);
  });

  test("a hundred previews with restarts in between find nothing", async () => {
    const { inputs, id } = await engine.plugin.make(C, "steady", {
      name: "steady",
      image: "busybox",
      restart: "unless-stopped",
      networksAdvanced: [
        { name: "green", aliases: ["b", "a"] },
        { name: "blue", ipv4Address: "10.71.0.77" },
      ],
      ports: [{ internal: 80, external: 18099 }],
      envs: ["B=1", "A=2"],
    });
    for (let i = 0; i < 100; i++) {
      if (i % 20 === 0) await engine.host.docker("restart", "-t", "0", "steady");
      const { inputs: checked } = await engine.plugin.check(C, "steady", inputs);
      expect((await engine.plugin.diff(C, "steady", id, checked, inputs)).detailed).toEqual({});
    }
    await engine.plugin.remove(C, "steady", id, inputs);
  });
});
