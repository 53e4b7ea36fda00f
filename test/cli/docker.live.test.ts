import { afterAll, beforeAll, expect, it } from "vitest";
import { liveUnless } from "../live.ts";
import { cannotRunDocker, DockerHost } from "../providers/docker/host.ts";
import { bridgework, listening } from "./command.ts";

const reason = cannotRunDocker();

/** The compose experiment (L0) by hand, and a container for every other mode of networking. */
const CONTAINERS = {
  "web-default": ["--publish", "18080:80"],
  "web-bridge-1": ["--network", "br_xx", "--ip", "172.30.0.10"],
  "web-bridge-2": ["--network", "br_xx", "--ip", "172.30.0.11"],
  redis: ["--network", "container:web-default"],
  hosty: ["--network", "host"],
  loner: ["--network", "none"],
};

liveUnless(reason)("bridgework beside a Docker Engine", () => {
  let host: DockerHost;
  /** The interface of br_xx. */
  let bridge: string;

  const look = (...args: string[]) => host.run(bridgework(...args));
  const shown = async (...args: string[]) => {
    const { code, stdout, stderr } = await look("inspect", ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/ +/g, " ").trim());
  };
  const mac = async (name: string) => (await host.docker("exec", name, "cat", "/sys/class/net/eth0/address")).trim();

  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    await host.docker("network", "create", "--subnet", "172.30.0.0/16", "--gateway", "172.30.0.1", "br_xx");
    bridge = `br-${(await host.docker("network", "inspect", "--format", "{{.Id}}", "br_xx")).slice(0, 12)}`;
    for (const [name, flags] of Object.entries(CONTAINERS)) {
      await host.docker("run", "--detach", "--name", name, ...flags, "busybox");
    }
    await host.docker("exec", "web-bridge-1", "ping", "-c", "1", "172.30.0.11");
    await host.must(["ping", "-c", "1", "172.30.0.10"]);
  });
  afterAll(() => host?.close());

  it("names the network of a bridge, and the container behind each port", async () => {
    const rows = await shown("bridges");
    expect(rows).toContainEqual(
      expect.stringMatching(/^docker0 \(network bridge\) up 172.17.0.1\/16 .* eth0 in container web-default$/),
    );
    expect(rows).toContainEqual(expect.stringMatching(RegExp(`^${bridge} \\(network br_xx\\) up 172.30.0.1/16 `)));
    const ports = rows.map((row) => / eth0 in container (web-bridge-.)$/.exec(row)?.[1]).filter((name) => name);
    expect(ports.sort()).toEqual(["web-bridge-1", "web-bridge-2"]);
  });

  it("names the container of each MAC address and neighbour", async () => {
    const address = await mac("web-bridge-1");
    expect(await shown("macs")).toContainEqual(
      expect.stringMatching(
        RegExp(`^${bridge} \\(network br_xx\\) veth\\w+ ${address} learned eth0 in container web-bridge-1$`),
      ),
    );
    expect(await shown("neighbours")).toContainEqual(
      expect.stringMatching(
        RegExp(`^172.30.0.10 ${bridge} \\(network br_xx\\) ${address} \\w+ eth0 in container web-bridge-1$`),
      ),
    );
  });

  it("names networks and containers in routes and rules", async () => {
    expect(await shown("routes")).toContain(`172.30.0.0/16 ${bridge} (network br_xx) 172.30.0.1 kernel`);
    const rules = await shown("firewall");
    expect(rules).toContainEqual(
      expect.stringContaining("DNAT --to-destination 172.17.0.2:80 (container web-default) tcp"),
    );
    expect(rules).toContainEqual(expect.stringContaining(`MASQUERADE !${bridge} (network br_xx) 172.30.0.0/16`));
  });

  it("looks into a container, whatever its network", async () => {
    const inside = (name: string, view = "interfaces") => shown(view, "--in", "container", name);
    expect(await inside("web-bridge-1")).toContainEqual(
      expect.stringMatching(/^eth0 \(network br_xx\) veth up 1500 \S+ 172.30.0.10\/16 veth\w+ in host$/),
    );
    expect(await inside("redis")).toEqual(await inside("web-default"));
    expect((await inside("loner")).filter((row) => !row.startsWith("NAME") && !row.startsWith("::1"))).toEqual([
      "lo loopback up 65536 127.0.0.1/8",
    ]);
    expect(await inside("hosty", "bridges")).toEqual(await shown("bridges"));
    expect(await inside("web-bridge-1", "routes")).toContain("default 172.30.0.1 (host) eth0 (network br_xx) boot");
  });

  it("captures on a network's bridge with the names of its containers", async () => {
    const { ended } = await listening(host.argv(bridgework("capture", bridge, "--filter", "icmp", "--count", "2")));
    await host.docker("exec", "web-bridge-1", "ping", "-c", "1", "172.30.0.11");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain(`capturing on ${bridge} (network br_xx) in host`);
    expect(stdout).toContain("eth0 in container web-bridge-1 > eth0 in container web-bridge-2");
    expect(stdout).toContain(
      "172.30.0.11 (container web-bridge-2) > 172.30.0.10 (container web-bridge-1): ICMP echo reply",
    );
  });

  it("says which container may be meant", async () => {
    expect(await look("inspect", "routes", "--in", "container", "web-bridge")).toMatchObject({
      code: 1,
      stderr: 'bridgework: --in container web-bridge: no such container is running: did you mean "web-bridge-1"?\n',
    });
    expect((await look("inspect", "routes", "--in", "web-default")).stderr).toContain(
      "no such namespace: a container has that name: --in container web-default",
    );
  });

  it("does without names when the engine is dead, and its containers are still there", async () => {
    await host.order("kill");
    const { code, stdout, stderr } = await look("inspect", "bridges");
    expect(code).toBe(0);
    expect(stdout).toContain(bridge);
    expect(stderr).toMatch(/^no names of containers: Docker Engine at unix:\/\/\/var\/run\/docker.sock/);
    const failed = await look("inspect", "routes", "--in", "container", "redis");
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("does not answer") });
  });
});
