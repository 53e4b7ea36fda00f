import { afterAll, beforeAll, expect, test } from "vitest";
import { keep } from "../../system/process.ts";
import { liveUnless } from "../live.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

/** A web server without Docker: Node, on port 80 of the namespace in which it is started. */
const SERVER = `require("node:http").createServer((_, answer) => answer.end("the raw twin")).listen(80, "0.0.0.0", () => console.log("listening"))`;

liveUnless(reason)("the default bridge", () => {
  let lab: DockerLab;

  beforeAll(async () => {
    lab = await DockerLab.open();
  });
  afterAll(async () => await lab?.close());

  const get = (scope: string, url: string) => lab.must(scope, "curl", "-sS", "--max-time", "3", url);
  const address = (container: string) => lab.inspect(container, "{{.NetworkSettings.Networks.bridge.IPAddress}}");

  test("gives a container an address, a way out, and nobody a way in", async () => {
    await lab.stack.settings("examples/default-bridge/closed.yaml");
    await lab.stack.up();
    expect(await lab.exec("web", "ip", "-4", "addr", "show", "eth0")).toContain(`inet ${await address("web")}/16`);
    expect(await lab.exec("web", "ip", "route")).toContain("default via 172.17.0.1 dev eth0");
    expect(await lab.exec("web", "ping", "-c", "1", "-w", "10", await address("neighbour"))).toContain("1 received");
    expect(await lab.exec("web", "ping", "-c", "1", "-w", "10", "8.8.8.8")).toContain("1 received");
    const nat = await lab.must("host", "iptables-save", "-t", "nat");
    expect(nat).toContain("-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE");
    expect(nat).not.toContain("--to-destination");
    await expect(get("INTERNET", "http://192.168.104.2")).rejects.toThrow(/refused|Couldn't connect/);
  });

  test(
    "a published port is a DNAT rule, and leads in from outside, from the host and from a neighbour",
    async () => {
      await lab.stack.settings("examples/default-bridge/published.yaml");
      await lab.stack.up();
      const nat = await lab.must("host", "iptables-save", "-t", "nat");
      expect(nat).toMatch(new RegExp(`-A DOCKER .*--dport 80 -j DNAT --to-destination ${await address("web")}:80`));
      for (const [scope, url] of [
        ["INTERNET", "http://192.168.104.2"],
        ["host", "http://192.168.104.2"],
        ["host", "http://127.0.0.1"],
      ] as const)
        expect(await get(scope, url), `${url} from ${scope}`).toContain("Welcome to nginx");
      expect(await lab.exec("neighbour", "curl", "-sS", "http://192.168.104.2")).toContain("Welcome to nginx");
      expect((await lab.stack.preview({ expectNoChanges: true })).changes).toEqual({ same: 9 });
    },
    UNHURRIED,
  );

  test(
    "the raw twin does the same without Docker, but for 127.0.0.1, which does not leave the host's lo",
    async () => {
      await lab.stack.settings("examples/default-bridge/raw-twin.yaml");
      await lab.stack.up();
      const server = keep(lab.host.argv(["nsenter", "--net=/run/netns/TWIN", "--", process.execPath, "-e", SERVER]));
      await new Promise<void>((resolve) => server.output(() => resolve()));
      for (const scope of ["INTERNET", "host", "SIBLING"])
        expect(await get(scope, "http://192.168.104.2"), `from ${scope}`).toBe("the raw twin");
      await expect(get("host", "http://127.0.0.1")).rejects.toThrow(/refused|Couldn't connect|timed out/);
      const nat = await lab.must("host", "iptables-save", "-t", "nat");
      expect(nat).toMatch(/PRE .*--dport 80 .*-j DNAT --to-destination 10\.17\.0\.2$/m);
      server.signal("SIGTERM");
    },
    UNHURRIED,
  );

  test("destroy leaves networks, containers, rules and interfaces as before", async () => {
    await lab.stack.destroy();
    expect(await lab.leftBehind()).toEqual([]);
  });
});
