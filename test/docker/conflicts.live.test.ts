import { beforeAll, expect, test } from "vitest";
import type { Values } from "../../providers/docker/values.ts";
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
});
