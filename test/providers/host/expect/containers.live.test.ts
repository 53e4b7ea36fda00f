import { afterAll, beforeAll, expect, test } from "vitest";
import { probe } from "../../../../providers/host/expect/prove.ts";
import { engineContainers } from "../../../../providers/host/transport/containers.ts";
import { transportAt } from "../../../../providers/host/transport/local.ts";
import { liveUnless } from "../../../live.ts";
import { cannotRunDocker, DockerHost } from "../../docker/host.ts";

liveUnless(cannotRunDocker())("expectations of declared containers", () => {
  let host: DockerHost;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    await host.docker("network", "create", "--subnet", "172.30.0.0/16", "lan");
    await host.docker("network", "create", "--subnet", "172.31.0.0/16", "lan2");
    const names = { web: "lan", asker: "lan", beside: "lan2" };
    for (const [name, network] of Object.entries(names))
      ids[name] = await host.docker("run", "--detach", "--network", network, "--name", name, "busybox");
  });
  afterAll(() => host?.close());

  async function proofs(...expectations: object[]) {
    const transport = transportAt({
      name: "docker host",
      root: host.root,
      netns: `/proc/${host.pid}/ns/net`,
      inside: (argv) => host.argv(argv),
      find: engineContainers({ DOCKER_HOST: `unix://${host.socket}` }, `${host.root}/proc`),
    });
    const expect = Object.fromEntries(expectations.map((one, index) => [String(index), JSON.stringify(one)]));
    const containers = { web: ids.web ?? "", asker: ids.asker ?? "", beside: "" };
    return await probe(transport, { scopes: {}, around: {}, expect, containers });
  }

  const ADDRESS = "172.30.0.10";
  const PING = { from: "container:asker", ping: "web", timeout: 1 };
  const PAGE = { from: "host", http: "http://web/", timeout: 1 };

  test("hold while it is there", async () => {
    expect((await proofs(PING)).map(({ holds }) => holds)).toEqual([true]);
  });

  test("go to an address of a network that both ends are on, in whatever order its interfaces came", async () => {
    await host.docker("network", "connect", "lan2", "web");
    await host.docker("network", "disconnect", "lan", "web");
    await host.docker("network", "connect", "--ip", ADDRESS, "lan", "web");
    const other = await host.docker("inspect", "--format", "{{.NetworkSettings.Networks.lan2.IPAddress}}", "web");
    const beside = { ...PING, from: "container:beside" };
    const found = await proofs(PING, beside, { ...PING, from: "host" }, { ...PING, ping: other });
    expect(found.map(({ holds }) => holds)).toEqual([true, true, true, false]);
    // The host is on every network: there it is the address that was asked for.
    const asked = await proofs({ ...PING, from: "host", fails: true });
    expect(asked[0]?.report).toContain(`to ${ADDRESS}, `);
    expect(found[3]?.report).toMatch(/died: {2}forward-drop: .*DOCKER/);
    expect(found[3]?.report).toContain(
      "next:  Docker keeps its networks apart: send to its address on lan, which both are on",
    );
    await host.docker("network", "disconnect", "lan2", "web");
  });

  test("hold in both families on a network that has both", async () => {
    const subnets = ["--subnet", "172.32.0.0/16", "--ipv6", "--subnet", "fd32::/64"];
    await host.docker("network", "create", ...subnets, "dual");
    for (const [name, ip, ip6] of [
      ["web", "172.32.0.10", "fd32::10"],
      ["asker", "172.32.0.11", "fd32::11"],
    ] as const)
      await host.docker("network", "connect", "--ip", ip, "--ip6", ip6, "dual", name);
    const asker = { from: "container:asker", timeout: 3 };
    const found = await proofs(
      { ...asker, ping: "172.32.0.10" },
      { ...asker, ping: "fd32::10" },
      { from: "host", ping: "fd32::10", timeout: 3 },
      { ...asker, tcp: "172.32.0.10:81", fails: true, because: "refused" },
      { ...asker, tcp: "[fd32::10]:81", fails: true, because: "refused" },
      { from: "container:beside", ping: "fd32::10", timeout: 1, fails: true, because: "no-route" },
    );
    expect(found.map(({ report }) => report)).toEqual(found.map(() => ""));
    for (const name of ["web", "asker"]) await host.docker("network", "disconnect", "dual", name);
    await host.docker("network", "rm", "dual");
  });

  const founds = async () =>
    (await proofs(PING, PAGE, { from: "container:web", ping: ADDRESS, timeout: 1 })).map(({ holds, report, text }) => {
      expect(holds).toBe(false);
      expect(report).toContain(JSON.parse(text).found);
      return JSON.parse(text).found;
    });

  test("tell of one that was disconnected by hand that it is on no network, whoever asks and however", async () => {
    await host.docker("network", "disconnect", "lan", "web");
    const alone =
      "container web has no address: it is on no network. See docker inspect web, and docker network connect";
    const there = `container:web: no route to ${ADDRESS}: Network is unreachable (no interface there has an address but lo)`;
    expect(await founds()).toEqual([alone, alone, there]);
  });

  test("tell of one that has another name now what it is called", async () => {
    await host.docker("rename", "web", "old");
    const renamed = "container web is called old now: pulumi up gives it its name back";
    expect(await founds()).toEqual([renamed, renamed, renamed]);
    await host.docker("rename", "old", "web");
  });

  test("tell of one that was stopped, or removed, by hand that it is not running", async () => {
    const stopped = "container web is not running: docker start web, or pulumi up where it was removed";
    await host.docker("stop", "--time", "0", "web");
    expect(await founds()).toEqual([stopped, stopped, stopped]);
    await host.docker("rm", "web");
    expect(await founds()).toEqual([stopped, stopped, stopped]);
  });
});
