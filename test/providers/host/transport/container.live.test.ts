import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostAt } from "../../../../providers/host/backends.ts";
import { LINKS, linkNamed, linksOf } from "../../../../providers/host/kinds/questions.ts";
import { readHost } from "../../../../providers/host/observe.ts";
import { engineContainers } from "../../../../providers/host/transport/containers.ts";
import { transportAt } from "../../../../providers/host/transport/local.ts";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import { liveUnless } from "../../../live.ts";
import { cannotRunDocker, DockerHost } from "../../docker/host.ts";

const reason = cannotRunDocker();

/** The way into an engine's host: programs by nsenter, pids as the engine counts them. */
function transportInto(host: DockerHost, proc = `${host.root}/proc`): Transport {
  return transportAt({
    name: "docker host",
    root: host.root,
    netns: `/proc/${host.pid}/ns/net`,
    inside: (argv) => host.argv(argv),
    find: engineContainers({ DOCKER_HOST: `unix://${host.socket}` }, proc),
  });
}

liveUnless(reason)("the scope of a container", () => {
  let host: DockerHost;
  let transport: Transport;
  const addresses = async (scope: string) => (await transport.run(scope, ["ip", "-o", "-4", "addr"])).stdout;

  beforeAll(async () => {
    host = await DockerHost.open();
    transport = transportInto(host);
    await host.importBusybox();
    await host.docker("run", "--detach", "--name", "web", "busybox");
  });
  afterAll(() => host?.close());

  it("is entered by the container's name, and by its id", async () => {
    const id = await host.docker("inspect", "--format", "{{.Id}}", "web");
    expect(await addresses("container:web")).toContain("eth0    inet 172.17.0.2/16");
    expect(await addresses(`container:${id}`)).toBe(await addresses("container:web"));
  });

  it("is not that of a container whose id only begins with the name", async () => {
    const id = await host.docker("inspect", "--format", "{{.Id}}", "web");
    expect(await transport.container(id.slice(0, 12))).toBeDefined();
    expect(await transport.container(id.slice(0, 3))).toBeUndefined();
  });

  it("keeps a program running inside", async () => {
    const kept = await transport.keep("container:web", ["cat"]);
    const echo = new Promise<string>((resolve) => kept.output(resolve));
    kept.write("hello\n");
    expect(await echo).toBe("hello\n");
    expect((await kept.close()).code).toBe(0);
  });

  it("is read like any other, with the other end of its pair on the host", async () => {
    const looks = ["host", "container:web"].map((scope) => ({ scope, questions: [LINKS] }));
    const dumps = await readHost(hostAt(transport).backend, looks);
    const link = linkNamed(dumps.get("container:web"), "eth0");
    const peer = linksOf(dumps.get("host")).find(({ ifindex }) => ifindex === link?.link_index);
    expect(peer?.master).toBe("docker0");
    expect(dumps.get("container:web")?.inode).not.toBe(dumps.get("host")?.inode);
  });

  it("follows the container into its new namespace after a restart", async () => {
    const before = await transport.container("web");
    await host.docker("restart", "--time", "0", "web");
    const after = await transport.container("web");
    expect(after?.pid).not.toBe(before?.pid);
    expect(await addresses("container:web")).toContain("172.17.0.2/16");
  });

  it("is not there for a container that is stopped or unknown, and to run in it is an error that says so", async () => {
    await host.docker("create", "--name", "idle", "busybox");
    expect(await transport.container("idle")).toBeUndefined();
    expect(await transport.container("nobody")).toBeUndefined();
    await expect(addresses("container:idle")).rejects.toThrow('container "idle" is not running: docker start idle');
    const dumps = await readHost(hostAt(transport).backend, [{ scope: "container:idle", questions: [LINKS] }]);
    expect(dumps.has("container:idle")).toBe(false);
  });

  it("is refused where the engine counts processes in another PID namespace", async () => {
    const elsewhere = transportInto(host, "/proc");
    await expect(elsewhere.container("web")).rejects.toThrow("the engine runs in another PID namespace");
  });
});

describe("an engine that cannot lead to a container", () => {
  it("is refused on another machine, with the way to name a local one", async () => {
    const pids = engineContainers({ DOCKER_HOST: "tcp://192.0.2.1:2375" });
    await expect(pids("web")).rejects.toThrow(
      /tcp:\/\/192.0.2.1:2375 \(DOCKER_HOST\) is not known to be on this machine/,
    );
  });

  it("is named with its socket when nobody listens there, within seconds", async () => {
    const pids = engineContainers({ DOCKER_HOST: "unix:///nowhere/docker.sock" });
    await expect(pids("web")).rejects.toThrow(/Docker Engine at unix:\/\/\/nowhere\/docker.sock .* does not answer/);
  });
});
