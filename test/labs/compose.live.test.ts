import { afterAll, beforeAll, expect, test } from "vitest";
import { keep } from "../../system/process.ts";
import { liveUnless } from "../live.ts";
import { failure } from "../stacks/stack.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

/** Says when it listens, on an address that only the host itself reaches: in the way of every address all the same. */
const SERVER = 'require("node:net").createServer().listen(18080, "127.0.0.1", () => console.log("listening"))';
const OTHER = "urn:pulumi:other::bridgework::docker:index/container:Container::web";
const HELD =
  /web-default\.publish\[0\]: "\*:18080\/tcp": the process (.+) \(pid (\d+)\) listens on 127\.0\.0\.1:18080\/tcp already/;

liveUnless(reason)("the compose experiment", () => {
  let lab: DockerLab;
  let bridge: string;

  beforeAll(async () => {
    lab = await DockerLab.open();
  });
  afterAll(async () => await lab?.close());

  const mac = async (container: string) => (await lab.exec(container, "cat", "/sys/class/net/eth0/address")).trim();

  /** The interface on the host that is the other end of a container's eth0. */
  async function veth(container: string): Promise<string> {
    const index = (await lab.exec(container, "cat", "/sys/class/net/eth0/iflink")).trim();
    const links = JSON.parse(await lab.must("host", "ip", "-j", "link")) as { ifindex: number; ifname: string }[];
    return links.find(({ ifindex }) => ifindex === Number(index))?.ifname ?? `nothing with index ${index}`;
  }

  test(
    "a tunnel to its subnet, a process on its port, a network and a container of its names: one preview names all, and nothing is changed",
    async () => {
      await lab.must("host", "ip", "link", "add", "wg0", "up", "type", "veth", "peer", "name", "wg1");
      await lab.must("host", "ip", "route", "add", "172.30.0.0/24", "dev", "wg0");
      const server = keep(lab.host.argv([process.execPath, "-e", SERVER]));
      await new Promise<void>((resolve) => server.output(() => resolve()));
      await lab.host.docker("network", "create", "--internal", "br_xx");
      await lab.host.docker(
        "create",
        "--label",
        `bridgework.owner=${OTHER}`,
        "--name",
        "web-bridge-2",
        "bridgework/web",
      );
      await lab.stack.settings("examples/compose/compose.yaml");
      const said = await failure(lab.stack.preview());
      expect(said).toContain(
        'networks.br_xx.subnet: "172.30.0.0/16": overlaps a route of the host, 172.30.0.0/24 dev wg0 scope link',
      );
      expect(said).toMatch(/networks\.br_xx: "br_xx": a Docker network of this name .* no stack made it\./);
      expect(said).toContain('containers.web-bridge-2: "web-bridge-2": a Docker container of this name exists already');
      expect(said).toContain(`it belongs to ${OTHER}. Choose another name`);
      const [, holder = "", pid = ""] = HELD.exec(said) ?? [];
      expect(await lab.must("host", "cat", `/proc/${pid}/comm`)).toBe(`${holder}\n`);
      await lab.host.docker("rm", "web-bridge-2");
      await lab.host.docker("network", "rm", "br_xx");
      await lab.must("host", "kill", pid);
      await server.close();
      await lab.must("host", "ip", "link", "del", "wg0");
      expect(await lab.leftBehind()).toEqual([]);
    },
    UNHURRIED,
  );

  test(
    "comes up, its expectations hold, and a preview finds it unchanged",
    async () => {
      await lab.stack.settings("examples/compose/compose.yaml");
      await lab.stack.up();
      expect((await lab.stack.preview({ expectNoChanges: true })).changes).toEqual({ same: 13 });
      bridge = `br-${(await lab.host.docker("network", "inspect", "--format", "{{.Id}}", "br_xx")).slice(0, 12)}`;
    },
    UNHURRIED,
  );

  test("gives the host two bridges, with their addresses, routes and ports", async () => {
    expect(await lab.must("host", "ip", "-4", "addr", "show", bridge)).toContain("inet 172.30.0.1/16");
    const routes = await lab.must("host", "ip", "-4", "route");
    expect(routes).toContain(`172.30.0.0/16 dev ${bridge} `);
    expect(routes).toContain("172.17.0.0/16 dev docker0 ");
    const ports = async (name: string) =>
      (await lab.must("host", "ls", `/sys/class/net/${name}/brif`)).trim().split("\n");
    expect(await ports(bridge)).toEqual([await veth("web-bridge-1"), await veth("web-bridge-2")].sort());
    expect(await ports("docker0")).toEqual([await veth("web-default")]);
    expect(await lab.exec("web-bridge-1", "ip", "-4", "addr", "show", "eth0")).toContain("inet 172.30.0.10/16");
  });

  test("a ping between the two is an ARP request, its reply, an echo request and its reply on the bridge", async () => {
    await lab.inNetworkOf("web-bridge-1", "ip", "neigh", "flush", "all");
    const tcpdump = keep(
      lab.host.argv(["tcpdump", "-l", "-n", "--immediate-mode", "-i", bridge, "-c", "4", "arp or icmp"]),
    );
    const ended = new Promise<string>((resolve) => tcpdump.ended(({ stdout }) => resolve(stdout)));
    await new Promise<void>((resolve) => tcpdump.errors((text) => text.includes("listening on") && resolve()));
    await lab.exec("web-bridge-1", "ping", "-c", "1", "-w", "10", "172.30.0.11");
    const lines = (await ended)
      .trim()
      .split("\n")
      .map((line) => line.replace(/^\S+ /, ""));
    expect(lines).toEqual([
      expect.stringContaining("ARP, Request who-has 172.30.0.11 tell 172.30.0.10"),
      expect.stringContaining(`ARP, Reply 172.30.0.11 is-at ${await mac("web-bridge-2")}`),
      expect.stringContaining("IP 172.30.0.10 > 172.30.0.11: ICMP echo request"),
      expect.stringContaining("IP 172.30.0.11 > 172.30.0.10: ICMP echo reply"),
    ]);
  });

  test("the bridge's MAC table has each container behind its own port", async () => {
    const table = await lab.must("host", "bridge", "fdb", "show", "br", bridge);
    for (const container of ["web-bridge-1", "web-bridge-2"])
      expect(table).toMatch(new RegExp(`^${await mac(container)} dev ${await veth(container)} master ${bridge}`, "m"));
  });

  test("the host reaches its servers, and the two bridges do not reach each other", async () => {
    for (const url of ["http://172.30.0.10", "http://172.30.0.11", "http://127.0.0.1:18080"])
      expect(await lab.must("host", "curl", "-sS", "--max-time", "3", url)).toContain("Welcome to nginx");
    await expect(lab.exec("web-default", "ping", "-c", "1", "-w", "2", "172.30.0.10")).rejects.toThrow(
      "100% packet loss",
    );
    const other = await lab.inspect("web-default", "{{.NetworkSettings.Networks.bridge.IPAddress}}");
    await expect(lab.exec("web-bridge-1", "ping", "-c", "1", "-w", "2", other)).rejects.toThrow("100% packet loss");
  });

  test("destroy leaves networks, containers, rules and interfaces as before", async () => {
    await lab.stack.destroy();
    expect(await lab.leftBehind()).toEqual([]);
  });
});
