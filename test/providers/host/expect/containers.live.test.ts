import { afterAll, beforeAll, expect, test } from "vitest";
import { probe } from "../../../../providers/host/expect/prove.ts";
import { containerPids } from "../../../../providers/host/transport/containers.ts";
import { transportAt } from "../../../../providers/host/transport/local.ts";
import { liveUnless } from "../../../live.ts";
import { cannotRunDocker, DockerHost } from "../../docker/host.ts";

liveUnless(cannotRunDocker())("expectations of declared containers", () => {
  let host: DockerHost;
  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    await host.docker("network", "create", "--subnet", "172.30.0.0/16", "lan");
    for (const name of ["web", "asker"])
      await host.docker("run", "--detach", "--network", "lan", "--name", name, "busybox");
  });
  afterAll(() => host?.close());

  async function proofs(...expectations: object[]) {
    const transport = transportAt({
      name: "docker host",
      root: host.root,
      netns: `/proc/${host.pid}/ns/net`,
      inside: (argv) => host.argv(argv),
      pidOf: containerPids({ DOCKER_HOST: `unix://${host.socket}` }, `${host.root}/proc`),
    });
    const expect = Object.fromEntries(expectations.map((one, index) => [String(index), JSON.stringify(one)]));
    const containers = { web: "", asker: "" };
    return await probe(transport, { scopes: {}, around: {}, expect, containers });
  }

  const ADDRESS = "172.30.0.10";
  const PING = { from: "container:asker", ping: "web", timeout: 1 };
  const PAGE = { from: "host", http: "http://web/", timeout: 1 };

  test("hold while it is there", async () => {
    expect((await proofs(PING)).map(({ holds }) => holds)).toEqual([true]);
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

  test("tell of one that was stopped, or removed, by hand that it is not running", async () => {
    const stopped = "container web is not running: docker start web, or pulumi up where it was removed";
    await host.docker("stop", "--time", "0", "web");
    expect(await founds()).toEqual([stopped, stopped, stopped]);
    await host.docker("rm", "web");
    expect(await founds()).toEqual([stopped, stopped, stopped]);
  });
});
