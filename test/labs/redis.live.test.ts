import { afterAll, beforeAll, expect, test } from "vitest";
import { liveUnless } from "../live.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

liveUnless(reason)("redis in every mode", () => {
  let lab: DockerLab;

  beforeAll(async () => {
    lab = await DockerLab.open();
    await lab.stack.settings("examples/redis/redis.yaml");
    await lab.stack.up();
  }, UNHURRIED);
  afterAll(async () => await lab?.close());

  const settings = async (container: string) =>
    JSON.parse(await lab.inspect(container, "{{json .NetworkSettings}}")) as {
      IPAddress: string;
      Gateway: string;
      MacAddress: string;
      Networks: object;
    };
  const ping = (container: string, ...where: string[]) => lab.exec(container, "redis-cli", ...where, "PING");
  const interfaces = async (container: string) => (await lab.exec(container, "ls", "/sys/class/net")).split("\n");

  test("bridge: it has the address and the gateway that Docker reports, and answers there", async () => {
    const { IPAddress, Gateway } = await settings("redis-bridge");
    expect(await lab.exec("redis-bridge", "ip", "-4", "addr", "show", "eth0")).toContain(`inet ${IPAddress}/16`);
    expect(await lab.exec("redis-bridge", "ip", "route")).toContain(`default via ${Gateway} dev eth0`);
    expect(await ping("redis-shared", "-h", IPAddress)).toBe("PONG");
  });

  test("container: no network settings of its own, the same MAC and addresses, both on one 127.0.0.1", async () => {
    expect(await settings("redis-shared")).toMatchObject({ IPAddress: "", MacAddress: "", Networks: {} });
    const { MacAddress, IPAddress } = await settings("httpd");
    const [shared, own] = await Promise.all(
      ["redis-shared", "httpd"].map((name) => lab.exec(name, "ip", "-o", "addr")),
    );
    expect(shared).toBe(own);
    expect(shared).toContain(IPAddress);
    expect(await lab.exec("redis-shared", "cat", "/sys/class/net/eth0/address")).toBe(MacAddress);
    expect(await ping("redis-shared", "-h", "127.0.0.1", "-p", "6379")).toBe("PONG");
    expect(await lab.exec("redis-shared", "curl", "-sS", "http://127.0.0.1")).toContain("It works!");
  });

  test("host: it has the host's port 6379, and no port of docker0", async () => {
    expect(await lab.must("host", "ss", "-ltnH", "sport = :6379")).toContain(":6379");
    const [bridge, ports] = [await settings("redis-host"), await lab.must("host", "ls", "/sys/class/net/docker0/brif")];
    expect(bridge).toMatchObject({ IPAddress: "", MacAddress: "" });
    expect(ports.trim().split("\n")).toHaveLength(["httpd", "redis-bridge"].length);
    expect(await ping("redis-bridge", "-h", (await settings("redis-bridge")).Gateway)).toBe("PONG");
  });

  test("none: only lo, on which it answers", async () => {
    expect(await interfaces("redis-none")).toEqual(["lo"]);
    expect(await ping("redis-none")).toBe("PONG");
  });

  test(
    "none and a wire of our own: it answers through that, again after a restart and an up",
    async () => {
      const answers = async () => expect(await ping("redis-host", "-h", "10.6.0.2")).toBe("PONG");
      expect(await interfaces("redis-wired")).toEqual(["eth0", "lo"]);
      await answers();
      await lab.host.docker("restart", "--time", "0", "redis-wired");
      expect(await interfaces("redis-wired")).toEqual(["lo"]);
      const { text, changes } = await lab.stack.preview();
      // All that the restart left alone is unchanged, whatever its mode.
      expect(changes).toEqual({ same: 16, update: 1, create: 1 });
      expect(text).toContain("HostNetwork redis-wired-inside create");
      expect(text).toContain("drift: link eth0 in container:redis-wired is missing");
      expect(text).toContain('expectation "host tcp 10.6.0.2:6379" does not hold');
      await lab.stack.up();
      await answers();
    },
    UNHURRIED,
  );

  test("destroy leaves networks, containers, rules and interfaces as before", async () => {
    await lab.stack.destroy();
    expect(await lab.leftBehind()).toEqual([]);
  });
});
