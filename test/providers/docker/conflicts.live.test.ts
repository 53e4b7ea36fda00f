import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { TYPES } from "./plugin.ts";

interface Inspected {
  Id: string;
  State: { StartedAt: string };
  NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
}

describeEngine("what two containers or networks want on a real engine", (engine) => {
  const [N, C] = [TYPES.network, TYPES.container];

  beforeAll(async () => {
    await engine.plugin.make(N, "lan", { name: "lan", ipamConfigs: [{ subnet: "10.85.0.0/24" }] });
  });

  const inspect = (name: string) => engine.host.inspect<Inspected>("--type", "container", name);
  const address = async (name: string, network = "lan") =>
    (await inspect(name)).NetworkSettings.Networks[network]?.IPAddress;
  const on = (name: string, ipv4Address: string, more: Values = {}): Values => ({
    name,
    image: "busybox",
    networksAdvanced: [{ name: "lan", ipv4Address }],
    ...more,
  });

  test("a container whose connect was refused is not attached, whatever the engine lists, and is connected again", async () => {
    const ports = [{ internal: 80, external: 18091 }];
    const { id, inputs } = await engine.plugin.make(C, "ghost", on("ghost", "10.85.0.13", { ports }));
    const { State } = await inspect("ghost");
    await engine.host.docker("network", "disconnect", "lan", "ghost");
    await engine.host.docker("run", "-d", "--name", "foreign", "--network", "lan", "--ip", "10.85.0.13", "busybox");
    await expect(engine.host.docker("network", "connect", "--ip", "10.85.0.13", "lan", "ghost")).rejects.toThrow(
      /Address already in use/,
    );
    await engine.host.docker("rm", "-f", "foreign");
    const { detailed } = await engine.plugin.diff(C, "ghost", id, inputs, inputs);
    expect(detailed).toMatchObject({ networksAdvanced: "ADD" });
    await engine.plugin.update(C, "ghost", id, inputs, inputs);
    expect(await address("ghost")).toBe("10.85.0.13");
    expect(await engine.host.docker("port", "ghost")).toContain("18091");
    expect(await inspect("ghost")).toMatchObject({ Id: id, State: { StartedAt: State.StartedAt } });
    await engine.plugin.remove(C, "ghost", id, inputs);
  });

  test("a network made anew takes static addresses first, tries every container, and names those that fail", async () => {
    const net = (more: Values = {}): Values => ({ name: "inn", ipamConfigs: [{ subnet: "10.86.0.0/24" }], ...more });
    const network = await engine.plugin.make(N, "inn", net());
    const run = (name: string, ...more: string[]) =>
      engine.host.docker("run", "-d", "--name", name, "--network", "inn", ...more, "busybox");
    await run("fixed", "--ip", "10.86.0.2", "--network-alias", "f");
    await run("first");
    await run("last", "--ip", "10.86.0.9", "--network-alias", "l");
    await run("second");

    await engine.plugin.diff(N, "inn", network.id, net({ internal: true }), network.inputs);
    await engine.plugin.remove(N, "inn", network.id, network.inputs);
    const gateway = [{ subnet: "10.86.0.0/24", gateway: "10.86.0.9" }];
    const creating = engine.plugin.create(N, "inn", net({ ipamConfigs: gateway }));
    await expect(creating).rejects.toThrow(
      /1 of 4 containers .*last: .*already in use; next: docker network connect --ip 10\.86\.0\.9 --alias l inn last\. /,
    );
    expect(await address("fixed", "inn")).toBe("10.86.0.2");
    expect(await address("first", "inn")).toMatch(/^10\.86\.0\./);
    expect(await address("second", "inn")).toMatch(/^10\.86\.0\./);
    await engine.host.docker("rm", "-f", "fixed", "first", "second", "last");
    await engine.host.docker("network", "rm", "inn");
  });

  test("ports, addresses and subnets that move within the stack are waited for, until who had them is removed", async () => {
    const wants = { ports: [{ internal: 80, external: 18092 }], rm: true };
    const old = await engine.plugin.make(C, "old", on("old", "10.85.0.20", { ports: wants.ports }));
    const shed = await engine.plugin.make(N, "shed", { name: "shed", ipamConfigs: [{ subnet: "10.87.0.0/24" }] });
    const container = engine.plugin.create(C, "heir", on("heir", "10.85.0.20", wants));
    const network = engine.plugin.create(N, "house", { name: "house", ipamConfigs: [{ subnet: "10.87.0.0/16" }] });
    await sleep(500);
    await engine.plugin.remove(C, "old", old.id, old.inputs);
    await engine.plugin.remove(N, "shed", shed.id, shed.inputs);
    await engine.plugin.remove(N, "house", (await network).id, {});
    const { id, outputs } = await container;
    expect(await address("heir")).toBe("10.85.0.20");
    await engine.plugin.remove(C, "heir", id, outputs);
  });

  test("what somebody else has is named by the check and not waited for, and a running container keeps its address meanwhile", async () => {
    const { id, inputs } = await engine.plugin.make(C, "keeper", on("keeper", "10.85.0.30"));
    const endpoint = (await inspect("keeper")).NetworkSettings.Networks.lan;
    const squat = ["--network", "lan", "--ip", "10.85.0.31", "-p", "18093:80"];
    await engine.host.docker("run", "-d", "--name", "squatter", ...squat, "busybox");
    const { faults } = await engine.plugin.check(C, "keeper", on("keeper", "10.85.0.31"));
    expect(faults).toEqual([expect.stringMatching(/ipv4Address: .*in use by the container "squatter"/)]);
    const moving = engine.plugin.update(C, "keeper", id, on("keeper", "10.85.0.31"), inputs);
    await expect(moving).rejects.toThrow(/container "squatter", .* has 10\.85\.0\.31 on network "lan"; take/);
    expect((await inspect("keeper")).NetworkSettings.Networks.lan).toEqual(endpoint);
    const late = on("late", "10.85.0.32", { ports: [{ internal: 80, external: 18093 }] });
    await expect(engine.plugin.create(C, "late", late)).rejects.toThrow(
      /port is already allocated: the container "squatter", which this stack did not make, has .*:18093\/tcp; take/,
    );
    await engine.host.docker("rm", "-f", "squatter");
    await engine.plugin.remove(C, "keeper", id, inputs);
  });

  test("a network goes once its last container of this stack has, and names anybody else's that is on it", async () => {
    const inn = await engine.plugin.make(N, "tent", { name: "tent" });
    const on = { name: "camper", image: "busybox", networksAdvanced: [{ name: "tent" }] };
    const camper = await engine.plugin.make(C, "camper", on);
    const gone = engine.plugin.remove(N, "tent", inn.id, inn.inputs);
    await sleep(500);
    await engine.plugin.remove(C, "camper", camper.id, camper.inputs);
    await gone;
    expect(await engine.host.docker("network", "ls", "-q", "--filter", "name=tent")).toBe("");
    const again = await engine.plugin.make(N, "tent", { name: "tent" });
    await engine.host.docker("run", "-d", "--name", "guest", "--network", "tent", "busybox");
    await expect(engine.plugin.remove(N, "tent", again.id, again.inputs)).rejects.toThrow(
      /container "guest", which this stack did not make, has a place on network "tent".*docker network disconnect tent guest/,
    );
    await engine.host.docker("rm", "-f", "guest");
    await engine.plugin.remove(N, "tent", again.id, again.inputs);
  });
});
