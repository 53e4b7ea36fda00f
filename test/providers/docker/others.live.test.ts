import { expect, test } from "vitest";
import { older } from "../../../engine/api-version.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { Plugin, TYPES, urn } from "./plugin.ts";

interface Inspected {
  Id: string;
  State: { Running: boolean };
}

describeEngine("what others have on a real engine, and what an interrupted run left", (engine) => {
  const [N, C] = [TYPES.network, TYPES.container];
  const inspect = (name: string) => engine.host.inspect<Inspected>("--type", "container", name);

  const made: [string, Values, string[]][] = [
    [N, { name: "taken" }, ["network", "create", "taken"]],
    [C, { name: "taken", image: "busybox" }, ["create", "--name", "taken", "busybox"]],
    [TYPES.volume, { name: "taken" }, ["volume", "create", "taken"]],
  ];

  const OTHER = "urn:pulumi:other::trial::docker:index/x:X::x";
  const ADOPT = { label: "bridgework.adopt", value: "true" };

  /** Makes it as a person does, or as another run of this provider has: by the docker command, with an owner's mark. */
  async function byHand(type: string, name: string, owner?: string): Promise<string> {
    const docker = (...args: string[]) => engine.host.docker(...args);
    const mark = (option: string) => (owner === undefined ? [] : [option, `bridgework.owner=${owner}`]);
    if (type === C) return await docker("create", "--name", name, ...mark("--label"), "busybox");
    if (type === N) return await docker("network", "create", ...mark("--opt"), name);
    const claim = [...mark("--label"), "--label", `bridgework.claim=volume ${name}`, `bridgework.volume.${name}`];
    if (owner !== undefined) await docker("volume", "create", ...claim);
    return await docker("volume", "create", name);
  }
  async function away(type: string, ...names: string[]): Promise<void> {
    await engine.host.docker(type === C ? "container" : type === N ? "network" : "volume", "rm", ...names);
    const claims = type === TYPES.volume ? names.map((name) => `bridgework.volume.${name}`) : [];
    if (claims.length > 0) await engine.host.run(["docker", "volume", "rm", "-f", ...claims]);
  }

  test("names that others have are told by the check, and none that is ours", async () => {
    for (const [type] of made) {
      await byHand(type, "nobodys");
      await byHand(type, "anothers", OTHER);
      await byHand(type, "ours", urn(type, "before"));
    }
    const fresh = await Plugin.start({ host: `unix://${engine.host.socket}` });
    for (const [type, inputs] of made) {
      const faults = async (name: string, more: Values = {}) =>
        (await fresh.check(type, name, { ...inputs, name, ...more })).faults;
      const adopt = { labels: [ADOPT] };
      const unlike = { labels: [ADOPT, { label: "a", value: "b" }] };
      expect(await faults("nobodys")).toEqual([
        expect.stringMatching(/^name: "nobodys": .* not ours: it has no mark .*bridgework\.adopt=true/),
      ]);
      expect(await faults("anothers")).toEqual([
        expect.stringMatching(`^name: "anothers": .*it belongs to ${OTHER}.* let that stack go of it`),
      ]);
      expect(await faults("anothers", adopt)).toEqual([expect.stringContaining(OTHER)]);
      expect(await faults("nobodys", adopt)).toEqual([]);
      expect(await faults("nobodys", unlike)).toEqual([expect.stringMatching(/^name: .*taken over.*: labels: wanted/)]);
      expect(await faults("nobodys", { labels: [{ ...ADOPT, value: "yes" }] })).toContainEqual(
        expect.stringMatching(/^labels\[0\]\.value: /),
      );
      expect(await faults("ours")).toEqual([]);
      const { id, inputs: read } = await fresh.read(type, "nobodys", "nobodys");
      expect(await faults("nobodys", read)).toEqual([]);
      await away(type, "nobodys", "anothers", "ours");
      expect(id).not.toBe("");
    }
    await fresh.close();
  });

  test.each(made)(
    "%s: what another stack made in the place of ours is refused and left alone",
    async (type, inputs) => {
      const { id, inputs: own, outputs } = await engine.plugin.make(type, "lost", { ...inputs, name: "lost" });
      await engine.plugin.remove(type, "lost", id, own);
      await byHand(type, "lost", OTHER);
      await expect(engine.plugin.diff(type, "lost", id, own, own, outputs)).rejects.toThrow(`it belongs to ${OTHER}`);
      expect((await engine.plugin.read(type, "lost", id, own, outputs)).id).toBe("");
      await engine.plugin.remove(type, "lost", id, own, outputs);
      await away(type, "lost");
    },
  );

  test.each(made)(
    "%s: what nobody's stack made is taken over in place, and stays when it is let go",
    async (type, inputs) => {
      const id = await byHand(type, "there");
      const there = await engine.plugin.make(type, "there", { ...inputs, name: "there", labels: [ADOPT] });
      expect(there.id).toBe(id);
      expect(there.inputs.labels).toEqual([]);
      expect((await engine.plugin.diff(type, "there", id, there.inputs, there.inputs, there.outputs)).changes).toBe(
        false,
      );
      await engine.plugin.remove(type, "there", id, there.inputs, there.outputs);
      expect((await engine.plugin.read(type, "there", id, there.inputs)).id).toBe(id);
      await engine.plugin.remove(type, "there", id, there.inputs);
    },
  );

  test.each(made)("%s: what somebody else made is refused, and import takes it over", async (type, inputs, command) => {
    const kind = type.split(":").at(-1)?.toLowerCase() ?? "";
    const made = await engine.host.docker(...command);
    await expect(engine.plugin.create(type, "mine", inputs)).rejects.toThrow(/not ours.*bridgework\.adopt=true/);
    const imported = await engine.plugin.read(type, "mine", "taken");
    expect(imported.id).toBe(made);
    expect(imported.inputs).toMatchObject({ name: "taken" });
    const { detailed } = await engine.plugin.diff(type, "mine", imported.id, imported.inputs, imported.inputs);
    expect(detailed).toEqual({});
    if (type === C) expect(imported.inputs.mustRun).toBe(false);
    await engine.plugin.remove(type, "mine", imported.id, imported.inputs);
    expect((await engine.host.run(["docker", kind, "inspect", "taken"])).code).not.toBe(0);
  });

  test.each(made)("%s: what an interrupted run left is adopted, whatever became of it", async (type, inputs) => {
    const first = await engine.plugin.create(type, "again", inputs);
    if (type === C) await engine.host.docker("stop", "-t", "0", "taken");
    const second = await engine.plugin.create(type, "again", inputs);
    expect(second.id).toBe(first.id);
    const label = [{ label: "new", value: "1" }];
    const third = await engine.plugin.create(type, "again", { ...inputs, labels: label });
    expect(
      (await engine.plugin.diff(type, "again", third.id, { ...inputs, labels: label }, inputs)).detailed,
    ).not.toHaveProperty("name");
    await engine.plugin.remove(type, "again", third.id, inputs);
  });

  test("an object that stands in the place of ours is named, replaced, and left alone by a destroy", async () => {
    const { id, inputs } = await engine.plugin.make(C, "stand", { name: "stand", image: "busybox" });
    await engine.host.docker("rm", "-f", "stand");
    await engine.host.docker("run", "-d", "--name", "stand", "busybox");
    const destroying = await Plugin.start({ host: `unix://${engine.host.socket}` });
    await destroying.remove(C, "stand", id, inputs);
    expect((await inspect("stand")).State.Running).toBe(true);
    await destroying.close();

    const { replaces } = await engine.plugin.diff(C, "stand", id, inputs, inputs);
    expect(replaces).toEqual(["name"]);
    await engine.plugin.remove(C, "stand", id, inputs);
    const again = await engine.plugin.create(C, "stand", inputs);
    await engine.plugin.remove(C, "stand", again.id, inputs);
  });

  test("somebody's network, container or image is not taken for one whose name its id begins with", async () => {
    const begins = (id: string) => id.replace("sha256:", "").slice(0, 4);
    const network = begins(await engine.host.docker("network", "create", "somebody"));
    const container = begins(await engine.host.docker("run", "-d", "--network", "none", "busybox"));
    const image = begins(await engine.host.docker("image", "inspect", "-f", "{{.Id}}", "busybox"));
    const create = (more: Values) => engine.plugin.create(C, "short", { name: "short", image: "busybox", ...more });
    await expect(create({ networksAdvanced: [{ name: network }] })).rejects.toThrow(
      `no network is called "${network}"`,
    );
    await expect(create({ networkMode: `container:${container}` })).rejects.toThrow(
      /networkMode: no container is called/,
    );
    await expect(create({ image })).rejects.toThrow(`${image} cannot be pulled`);
    const { id, inputs } = await engine.plugin.make(C, "short", { name: container, image: "busybox" });
    expect((await inspect(container)).Id).toBe(id);
    await engine.plugin.remove(C, "short", id, inputs);
    await engine.host.docker("rm", "-f", container);
    await engine.host.docker("network", "rm", "somebody");
  });

  test("an address that somebody else uses, and one outside a network that exists already, are named by the check", async () => {
    await engine.host.docker("network", "create", "--subnet", "10.75.0.0/24", "theirs");
    await engine.host.docker("run", "-d", "--name", "squatter", "--network", "theirs", "--ip", "10.75.0.5", "busybox");
    const at = (ipv4Address: string, more: Values = {}): Values => ({
      name: "late",
      image: "busybox",
      networksAdvanced: [{ name: "theirs", ipv4Address, ...more }],
    });
    const faults = async (values: Values) => (await engine.plugin.check(C, "late", values)).faults.join("; ");
    expect(await faults(at("10.75.0.5"))).toMatch(
      /networksAdvanced\[0\].ipv4Address: .*in use by the container "squatter"/,
    );
    expect(await faults(at("10.76.0.5"))).toMatch(/outside the subnet 10\.75\.0\.0\/24/);
    const old = older(await engine.host.apiVersion(), "1.48");
    expect(await faults(at("10.75.0.6", { gwPriority: 5 }))).toMatch(old ? /gwPriority: needs Docker Engine 28/ : /^$/);
    await engine.host.docker("rm", "-f", "squatter");
  });

  test("a subnet and a port that others have on the engine are named by the check, a container's own are not", async () => {
    await engine.host.docker(
      "network",
      "create",
      "--subnet",
      "10.77.0.0/24",
      "--opt",
      "bridgework.owner=urn",
      "foreign",
    );
    await engine.host.docker("run", "-d", "--name", "holder", "-p", "127.0.0.1:18098:80", "busybox");
    const fresh = await Plugin.start({ host: `unix://${engine.host.socket}` });
    const net = (name: string, subnet: string) => fresh.check(N, name, { name, ipamConfigs: [{ subnet }] });
    expect((await net("late", "10.77.0.128/25")).faults).toEqual([
      expect.stringMatching(/^ipamConfigs\[0\]\.subnet: .*overlaps 10\.77\.0\.0\/24 of the Docker network "foreign"/),
    ]);
    expect((await net("later", "10.77.0.0/16")).faults).toEqual([
      expect.stringMatching(/overlaps .*Network late\.ipamConfigs/),
    ]);
    expect((await net("blue", "10.71.0.0/16")).faults).toEqual([]);
    const ports = (name: string, ip: string, by = fresh) =>
      by.check(C, name, { name, image: "busybox", ports: [{ internal: 80, external: 18098, ip }] });
    expect((await ports("late", "0.0.0.0")).faults).toEqual([
      expect.stringMatching(
        /^ports\[0\]\.external: .*the container "holder" publishes 127\.0\.0\.1:18098\/tcp already/,
      ),
    ]);
    const again = await Plugin.start({ host: `unix://${engine.host.socket}` });
    const own = (await ports("holder", "127.0.0.1", again)).faults;
    expect(own.filter((fault) => fault.startsWith("ports"))).toEqual([]);
    await Promise.all([fresh.close(), again.close()]);
    await engine.host.docker("rm", "-f", "holder");
    await engine.host.docker("network", "rm", "foreign");
  });
});
