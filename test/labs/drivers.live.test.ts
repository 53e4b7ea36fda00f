import { afterAll, beforeAll, expect, test } from "vitest";
import { liveUnless } from "../live.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

liveUnless(reason)("every driver and mode", () => {
  let lab: DockerLab;

  beforeAll(async () => {
    lab = await DockerLab.open();
    await lab.stack.settings("examples/drivers/drivers.yaml");
    await lab.stack.up();
  }, UNHURRIED);
  afterAll(async () => await lab?.close());

  const get = (scope: string, url: string) => lab.must(scope, "curl", "-sS", "--max-time", "3", url);
  const networkOf = async (container: string) =>
    await lab.must("host", "readlink", `/proc/${await lab.inspect(container, "{{.State.Pid}}")}/ns/net`);

  test("a preview finds it unchanged", async () => {
    expect((await lab.stack.preview({ expectNoChanges: true })).changes).toEqual({ same: 23 });
  });

  test("bridge: c2 finds c1 by its name and its alias, on docker0 names do not resolve", async () => {
    const c1 = await lab.inspect("c1", '{{(index .NetworkSettings.Networks "eui_bridge").IPAddress}}');
    for (const name of ["c1", "first"]) expect(await lab.exec("c2", "getent", "hosts", name)).toContain(c1);
    expect(await lab.exec("c2", "ping", "-c", "1", "-w", "10", "c1")).toContain("1 received");
    await expect(lab.exec("plain-2", "getent", "hosts", "plain-1")).rejects.toThrow("docker exec plain-2 getent");
  });

  test("publish: port 5000 of the host is port 80 of c1", async () => {
    expect(await get("host", "http://127.0.0.1:5000")).toContain("Welcome to nginx");
    expect(await lab.must("host", "iptables-save", "-t", "nat")).toMatch(
      /--dport 5000 -j DNAT --to-destination \S+:80/,
    );
  });

  test("host: no namespace of its own, its port 80 is the host's", async () => {
    expect(await networkOf("on-host")).toBe(await lab.must("host", "readlink", "/proc/self/ns/net"));
    expect(await get("host", "http://127.0.0.1")).toContain("Welcome to nginx");
  });

  test("none: only lo", async () => {
    expect((await lab.exec("alone", "ls", "/sys/class/net")).split("\n")).toEqual(["lo"]);
    expect(await lab.exec("alone", "ip", "route")).toBe("");
  });

  test("macvlan: another machine reaches the container by its own address and MAC, the host does not", async () => {
    expect(await get("MACHINE", "http://192.168.77.10")).toContain("Welcome to nginx");
    expect(await lab.must("MACHINE", "ip", "neigh")).toMatch(/^192\.168\.77\.10 dev eth0 lladdr 02:00:00:00:77:10/m);
    const parent = JSON.parse(await lab.must("host", "ip", "-j", "link", "show", "lan0")) as { address: string }[];
    expect(parent[0]?.address).not.toBe("02:00:00:00:77:10");
    expect(await lab.exec("on-wire", "ip", "-d", "link", "show", "eth0")).toContain("macvlan");
    await expect(get("host", "http://192.168.77.10")).rejects.toThrow("curl");
  });

  test("destroy leaves networks, containers, rules and interfaces as before", async () => {
    await lab.stack.destroy();
    expect(await lab.leftBehind()).toEqual([]);
  });
});
