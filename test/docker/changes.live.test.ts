import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { older } from "../../providers/docker/engine/engine.ts";
import type { Values } from "../../providers/docker/values.ts";
import { cannotRunDocker, DockerHost } from "./host.ts";
import { Plugin, TYPES } from "./plugin.ts";

const reason = cannotRunDocker();

interface Inspected {
  Id: string;
  State: { StartedAt: string; Running: boolean };
  HostConfig: { Memory: number; RestartPolicy: { Name: string } };
  NetworkSettings: { Networks: Record<string, { IPAddress: string; MacAddress: string; Aliases: string[] | null }> };
}

describe.skipIf(reason)(`changes on a real engine${reason ? ` (skipped: ${reason})` : ""}`, () => {
  let host: DockerHost;
  let plugin: Plugin;
  const [N, C] = [TYPES.network, TYPES.container];

  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    plugin = await Plugin.start({ host: `unix://${host.socket}` });
    await plugin.make(N, "blue", { name: "blue", ipamConfigs: [{ subnet: "10.71.0.0/24" }] });
    await plugin.make(N, "green", { name: "green", ipamConfigs: [{ subnet: "10.72.0.0/24" }] });
  });
  afterAll(async () => {
    await plugin?.close();
    await host?.close();
  });

  const apiVersion = () => host.docker("version", "--format", "{{.Server.APIVersion}}");
  const inspect = (name: string) => host.inspect<Inspected>("--type", "container", name);

  /** Declares something new for a container that exists, and returns the differences that were mended. */
  async function change(name: string, id: string, before: Values, next: Values): Promise<string[]> {
    const { inputs, faults } = await plugin.check(C, name, next);
    expect(faults).toEqual([]);
    const { detailed, replaces } = await plugin.diff(C, name, id, inputs, before);
    expect(replaces).toEqual([]);
    await plugin.update(C, name, id, inputs, before);
    expect((await plugin.diff(C, name, id, inputs, inputs)).detailed).toEqual({});
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
    const { id, inputs } = await plugin.make(C, "mover", first);
    const begun = (await inspect("mover")).State.StartedAt;
    await host.docker("exec", "-d", "mover", "sh", "-c", "while :; do echo tick; sleep 0.1; done | nc -l -p 7000");
    const listening = ["docker", "exec", "mover", "sh", "-c", "netstat -ltn | grep -q :7000"];
    while ((await host.run(listening)).code !== 0) await sleep(50);
    const stream = host.run(["timeout", "4", "bash", "-c", "exec 3<>/dev/tcp/10.72.0.10/7000; cat <&3"]);
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
    await plugin.remove(C, "mover", id, before);
  });

  test("MAC addresses hold on each network that takes them, and change in place where connecting heeds them", async () => {
    const api = await apiVersion();
    const names = older(api, "1.44") ? ["blue"] : ["blue", "green"];
    const fixed = (last: number): Values => ({
      name: "fixed",
      image: "busybox",
      networksAdvanced: names.map((name, i) => ({ name, macAddress: `02:00:00:00:0${i}:0${last}` })),
    });
    const macs = async () => {
      const { Networks } = (await inspect("fixed")).NetworkSettings;
      return names.map((name) => Networks[name]?.MacAddress);
    };
    const { id, inputs } = await plugin.make(C, "fixed", fixed(1));
    expect(await macs()).toEqual(["02:00:00:00:00:01", "02:00:00:00:01:01"].slice(0, names.length));
    const { replaces } = await plugin.diff(C, "fixed", id, fixed(2), inputs);
    expect(replaces).toEqual(older(api, "1.54") ? ["networksAdvanced"] : []);
    if (replaces.length === 0) await change("fixed", id, inputs, fixed(2));
    expect(await macs()).toEqual(names.map((_, i) => `02:00:00:00:0${i}:0${replaces.length === 0 ? 2 : 1}`));
    await plugin.remove(C, "fixed", id, inputs);
  });

  test("two containers swap their addresses in one update", async () => {
    const at = (name: string, ip: string): Values => ({
      name,
      image: "busybox",
      networksAdvanced: [{ name: "blue", ipv4Address: ip }],
    });
    const a = await plugin.make(C, "swap-a", at("swap-a", "10.71.0.31"));
    const b = await plugin.make(C, "swap-b", at("swap-b", "10.71.0.32"));
    await Promise.all([
      plugin.update(C, "swap-a", a.id, at("swap-a", "10.71.0.32"), a.inputs),
      plugin.update(C, "swap-b", b.id, at("swap-b", "10.71.0.31"), b.inputs),
    ]);
    expect((await inspect("swap-a")).NetworkSettings.Networks.blue?.IPAddress).toBe("10.71.0.32");
    expect((await inspect("swap-b")).NetworkSettings.Networks.blue?.IPAddress).toBe("10.71.0.31");
    await Promise.all([plugin.remove(C, "swap-a", a.id, a.inputs), plugin.remove(C, "swap-b", b.id, b.inputs)]);
  });

  test("a network that gets another subnet takes its containers along, running and stopped", async () => {
    const subnet = (cidr: string): Values => ({ name: "wander", ipamConfigs: [{ subnet: cidr }] });
    const network = await plugin.make(N, "wander", subnet("10.73.0.0/24"));
    const running = await plugin.make(C, "runs", {
      name: "runs",
      image: "busybox",
      networksAdvanced: [{ name: "wander", aliases: ["r"] }],
    });
    await host.docker("create", "--name", "foreign", "--network", "wander", "--network-alias", "f", "busybox");
    const begun = (await inspect("runs")).State.StartedAt;

    const next = subnet("10.74.0.0/24");
    const { replaces } = await plugin.diff(N, "wander", network.id, next, network.inputs);
    expect(replaces).toEqual(["ipamConfigs"]);
    await plugin.remove(N, "wander", network.id, network.inputs);
    const made = await plugin.create(N, "wander", next);

    const after = await inspect("runs");
    expect([after.Id, after.State.StartedAt]).toEqual([running.id, begun]);
    expect(after.NetworkSettings.Networks.wander?.IPAddress).toMatch(/^10\.74\.0\./);
    expect(after.NetworkSettings.Networks.wander?.Aliases).toContain("r");
    expect((await inspect("foreign")).NetworkSettings.Networks.wander?.Aliases).toContain("f");
    await host.docker("start", "foreign");
    await host.docker("rm", "-f", "foreign");
    await plugin.remove(C, "runs", running.id, running.inputs);
    await plugin.remove(N, "wander", made.id, next);
  });

  test("a network that others still use is not torn away by a destroy", async () => {
    const network = await plugin.make(N, "used", { name: "used" });
    await host.docker("run", "-d", "--name", "guest", "--network", "used", "busybox");
    const careful = await Plugin.start({ host: `unix://${host.socket}` });
    await expect(careful.remove(N, "used", network.id, network.inputs)).rejects.toThrow(/active endpoints/);
    await host.docker("rm", "-f", "guest");
    await careful.remove(N, "used", network.id, network.inputs);
    await careful.close();
  });

  const made: [string, Values, string[]][] = [
    [N, { name: "taken" }, ["network", "create", "taken"]],
    [C, { name: "taken", image: "busybox" }, ["create", "--name", "taken", "busybox"]],
    [TYPES.volume, { name: "taken" }, ["volume", "create", "taken"]],
  ];

  test.each(made)("%s: what somebody else made is refused, and import takes it over", async (type, inputs, command) => {
    const kind = type.split(":").at(-1)?.toLowerCase() ?? "";
    const made = await host.docker(...command);
    await expect(plugin.create(type, "mine", inputs)).rejects.toThrow(/not ours.*pulumi import .*taken/s);
    const imported = await plugin.read(type, "mine", "taken");
    expect(imported.id).toBe(made);
    expect(imported.inputs).toMatchObject({ name: "taken" });
    const { detailed } = await plugin.diff(type, "mine", imported.id, imported.inputs, imported.inputs);
    expect(detailed).toEqual({});
    if (type === C) expect(imported.inputs.mustRun).toBe(false);
    await plugin.remove(type, "mine", imported.id, imported.inputs);
    expect((await host.run(["docker", kind, "inspect", "taken"])).code).not.toBe(0);
  });

  test.each(made)("%s: what an interrupted run left is adopted, whatever became of it", async (type, inputs) => {
    const first = await plugin.create(type, "again", inputs);
    if (type === C) await host.docker("stop", "-t", "0", "taken");
    const second = await plugin.create(type, "again", inputs);
    expect(second.id).toBe(first.id);
    const label = [{ label: "new", value: "1" }];
    const third = await plugin.create(type, "again", { ...inputs, labels: label });
    expect(
      (await plugin.diff(type, "again", third.id, { ...inputs, labels: label }, inputs)).detailed,
    ).not.toHaveProperty("name");
    await plugin.remove(type, "again", third.id, inputs);
  });

  test("an object that stands in the place of ours is named, replaced, and left alone by a destroy", async () => {
    const { id, inputs } = await plugin.make(C, "stand", { name: "stand", image: "busybox" });
    await host.docker("rm", "-f", "stand");
    await host.docker("run", "-d", "--name", "stand", "busybox");
    const destroying = await Plugin.start({ host: `unix://${host.socket}` });
    await destroying.remove(C, "stand", id, inputs);
    expect((await inspect("stand")).State.Running).toBe(true);
    await destroying.close();

    const { replaces } = await plugin.diff(C, "stand", id, inputs, inputs);
    expect(replaces).toEqual(["name"]);
    await plugin.remove(C, "stand", id, inputs);
    const again = await plugin.create(C, "stand", inputs);
    await plugin.remove(C, "stand", again.id, inputs);
  });

  test("somebody's network, container or image is not taken for one whose name its id begins with", async () => {
    const begins = (id: string) => id.replace("sha256:", "").slice(0, 4);
    const network = begins(await host.docker("network", "create", "somebody"));
    const container = begins(await host.docker("run", "-d", "--network", "none", "busybox"));
    const image = begins(await host.docker("image", "inspect", "-f", "{{.Id}}", "busybox"));
    const create = (more: Values) => plugin.create(C, "short", { name: "short", image: "busybox", ...more });
    await expect(create({ networksAdvanced: [{ name: network }] })).rejects.toThrow(
      `no network is called "${network}"`,
    );
    await expect(create({ networkMode: `container:${container}` })).rejects.toThrow(
      /networkMode: no container is called/,
    );
    await expect(create({ image })).rejects.toThrow(`${image} cannot be pulled`);
    const { id, inputs } = await plugin.make(C, "short", { name: container, image: "busybox" });
    expect((await inspect(container)).Id).toBe(id);
    await plugin.remove(C, "short", id, inputs);
    await host.docker("rm", "-f", container);
    await host.docker("network", "rm", "somebody");
  });

  test("an engine that is killed and started again in between is waited for", async () => {
    const { id, inputs } = await plugin.make(C, "patient", { name: "patient", image: "busybox", restart: "always" });
    await host.order("kill");
    const compared = plugin.diff(C, "patient", id, inputs, inputs);
    await host.order("start");
    expect((await compared).replaces).toEqual([]);
    await plugin.remove(C, "patient", id, inputs);
  });

  test("an address that somebody else uses, and one outside a network that exists already, are named by the check", async () => {
    await host.docker("network", "create", "--subnet", "10.75.0.0/24", "theirs");
    await host.docker("run", "-d", "--name", "squatter", "--network", "theirs", "--ip", "10.75.0.5", "busybox");
    const at = (ipv4Address: string, more: Values = {}): Values => ({
      name: "late",
      image: "busybox",
      networksAdvanced: [{ name: "theirs", ipv4Address, ...more }],
    });
    const faults = async (values: Values) => (await plugin.check(C, "late", values)).faults.join("; ");
    expect(await faults(at("10.75.0.5"))).toMatch(
      /networksAdvanced\[0\].ipv4Address: .*in use by the container "squatter"/,
    );
    expect(await faults(at("10.76.0.5"))).toMatch(/outside the subnet 10\.75\.0\.0\/24/);
    const old = older(await apiVersion(), "1.48");
    expect(await faults(at("10.75.0.6", { gwPriority: 5 }))).toMatch(old ? /gwPriority: needs Docker Engine 28/ : /^$/);
    await host.docker("rm", "-f", "squatter");
  });

  test("a subnet and a port that others have on the engine are named by the check, a container's own are not", async () => {
    await host.docker("network", "create", "--subnet", "10.77.0.0/24", "--label", "bridgework.owner=urn", "foreign");
    await host.docker("run", "-d", "--name", "holder", "-p", "127.0.0.1:18098:80", "busybox");
    const fresh = await Plugin.start({ host: `unix://${host.socket}` });
    const net = (name: string, subnet: string) => fresh.check(N, name, { name, ipamConfigs: [{ subnet }] });
    expect((await net("late", "10.77.0.128/25")).faults).toEqual([
      expect.stringMatching(/^ipamConfigs\[0\]\.subnet: .*overlaps 10\.77\.0\.0\/24 of the Docker network "foreign"/),
    ]);
    expect((await net("later", "10.77.0.0/16")).faults).toEqual([expect.stringMatching(/overlaps .*Network::late/)]);
    expect((await net("blue", "10.71.0.0/16")).faults).toEqual([]);
    const ports = (name: string, ip: string, by = fresh) =>
      by.check(C, name, { name, image: "busybox", ports: [{ internal: 80, external: 18098, ip }] });
    expect((await ports("late", "0.0.0.0")).faults).toEqual([
      expect.stringMatching(
        /^ports\[0\]\.external: .*the container "holder" publishes 127\.0\.0\.1:18098\/tcp already/,
      ),
    ]);
    const again = await Plugin.start({ host: `unix://${host.socket}` });
    expect((await ports("holder", "127.0.0.1", again)).faults).toEqual([]);
    await Promise.all([fresh.close(), again.close()]);
    await host.docker("rm", "-f", "holder");
    await host.docker("network", "rm", "foreign");
  });

  test("a hundred previews with restarts in between find nothing", async () => {
    const { inputs, id } = await plugin.make(C, "steady", {
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
      if (i % 20 === 0) await host.docker("restart", "-t", "0", "steady");
      const { inputs: checked } = await plugin.check(C, "steady", inputs);
      expect((await plugin.diff(C, "steady", id, checked, inputs)).detailed).toEqual({});
    }
    await plugin.remove(C, "steady", id, inputs);
  });
});
