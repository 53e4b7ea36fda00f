import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Sandbox } from "../sandbox.ts";
import { bridgework, inside, look, RED_AND_BLUE } from "./command.ts";

let sandbox: Sandbox;

/** The command's tables, with columns one space apart. */
async function shown(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await look(sandbox, ["inspect", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/ +/g, " ").trim());
}

async function macOf(scope: string, name: string): Promise<string> {
  return JSON.parse(await sandbox.must(["ip", "-j", "link", "show", name], { scope }))[0].address;
}

beforeAll(async () => {
  sandbox = await Sandbox.open();
  await sandbox.ip(RED_AND_BLUE);
  await sandbox.ip(inside("reth0", "11.11.11.2/24"), "RED");
  await sandbox.ip(inside("beth0", "11.11.11.3/24"), "BLUE");
  await sandbox.must(["ping", "-c", "1", "-w", "10", "11.11.11.2"]);
});
afterAll(() => sandbox?.close());

describe("bridgework inspect", () => {
  it("shows whose the ports of a bridge are", async () => {
    const rows = await shown("bridges");
    expect(rows[0]).toBe("BRIDGE STATE ADDRESSES PORT PORT STATE LEADS TO");
    expect(rows[1]).toBe("br0 up 11.11.11.1/24 beth1 forwarding beth0 in BLUE");
    expect(rows[2]).toMatch(/reth1 forwarding reth0 in RED$/);
  });

  it("shows the interfaces of the host and of a namespace, each with its other end", async () => {
    expect(await shown("interfaces")).toContainEqual(expect.stringMatching(/^reth1 veth up .* br0 reth0 in RED$/));
    const mac = await macOf("RED", "reth0");
    expect(await shown("interfaces", "--in", "RED")).toContainEqual(
      `reth0 veth up 1500 ${mac} 11.11.11.2/24 reth1 in host`,
    );
  });

  it("shows routes, and behind whose address the way goes on", async () => {
    expect(await shown("routes", "--in", "RED")).toContain("default 11.11.11.1 (host) reth0 boot");
    expect(await shown("routes", "--in", "RED", "--all")).toContain("local local 11.11.11.2 reth0 11.11.11.2 kernel");
  });

  it("shows behind which port a MAC address was seen, and whose it is", async () => {
    expect(await shown("macs")).toContain(`br0 reth1 ${await macOf("RED", "reth0")} learned reth0 in RED`);
  });

  it("shows neighbours with their names", async () => {
    const mac = await macOf("RED", "reth0");
    expect(await shown("neighbours")).toContainEqual(expect.stringContaining(`11.11.11.2 br0 ${mac} `));
    expect(await shown("neighbours")).toContainEqual(expect.stringMatching(/ reth0 in RED$/));
  });

  it("shows rules with counters and the names of addresses", async () => {
    await sandbox.must([
      "iptables",
      "-A",
      "FORWARD",
      "-d",
      "11.11.11.2",
      "-m",
      "comment",
      "--comment",
      "to RED",
      "-j",
      "DROP",
    ]);
    expect(await shown("firewall")).toContain("0 0 DROP 11.11.11.2 (RED) to RED");
  });

  it("says that there is nothing on standard error, so that pipes get nothing", async () => {
    const { code, stdout, stderr } = await look(sandbox, ["inspect", "bridges", "--in", "RED"]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "no bridges in RED\n" });
    expect((await look(sandbox, ["inspect", "bridges", "--in", "RED", "--json"])).stdout).toBe("[]\n");
  });

  it("prints JSON that names the same", async () => {
    const { stdout } = await look(sandbox, ["inspect", "bridges", "--json"]);
    const [bridge] = JSON.parse(stdout);
    expect(bridge).toMatchObject({ name: "br0", state: "up", stp: false, network: null });
    expect(bridge.ports).toContainEqual({
      name: "reth1",
      state: "forwarding",
      peer: { in: "RED", interface: "reth0" },
    });
  });

  it("paints a terminal's output, and nothing else; NO_COLOR has the last word", async () => {
    const painted = async (env: Record<string, string>) =>
      (await look(sandbox, ["inspect", "bridges"], { env })).stdout.includes("\u001b[");
    expect(await painted({})).toBe(false);
    expect(await painted({ FORCE_COLOR: "1" })).toBe(true);
    expect(await painted({ NO_COLOR: "1" })).toBe(false);
  });
});

describe("bridgework inspect, where it cannot look", () => {
  it.each([
    ["REED", '--in REED: no such namespace: did you mean "RED"?'],
    ["../../proc/1/ns/net", "no such namespace: there are host, BLUE, RED"],
    ["-x", "--in needs a value"],
  ])("--in %s is told so", async (where, message) => {
    const { code, stdout, stderr } = await look(sandbox, ["inspect", "routes", "--in", where]);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(code).toBeGreaterThan(0);
  });

  it("asks an engine that accepts and never answers for a few seconds only, and says so", async () => {
    const directory = mkdtempSync(join(tmpdir(), "bridgework-"));
    const socket = join(directory, "docker.sock");
    const server = createServer(() => undefined).listen(socket);
    const started = Date.now();
    const { code, stdout, stderr } = await look(sandbox, ["inspect", "bridges"], {
      env: { DOCKER_HOST: `unix://${socket}` },
    });
    expect(Date.now() - started).toBeLessThan(60_000);
    expect(code).toBe(0);
    expect(stdout).toContain("reth0 in RED");
    expect(stderr).toMatch(/^no names of containers: Docker Engine at unix:.* did not finish GET \/version/);
    server.close();
    rmSync(directory, { recursive: true });
  });

  it("takes no names from an engine of another machine", async () => {
    const { stdout, stderr } = await look(sandbox, ["inspect", "bridges"], {
      env: { DOCKER_HOST: "tcp://192.0.2.1:2375" },
    });
    expect(stdout).toContain("reth0 in RED");
    expect(stderr).toContain("tcp://192.0.2.1:2375 (DOCKER_HOST) may be on another machine");
  });

  it("names the package of a tool that is missing", async () => {
    const programs = mkdtempSync(join(tmpdir(), "bridgework-"));
    for (const name of ["ip", "nsenter"]) {
      symlinkSync((await sandbox.must(["sh", "-c", `command -v ${name}`])).trim(), join(programs, name));
    }
    const without = async (...args: string[]) => (await look(sandbox, args, { env: { PATH: programs } })).stderr;
    expect(await without("inspect", "firewall")).toContain(
      'save" is not on this host. On Debian and Ubuntu: apt-get install iptables',
    );
    expect(await without("inspect", "firewall", "--in", "RED")).toContain("apt-get install iptables");
    expect(await without("inspect", "macs")).toContain(
      '"bridge" is not on this host. On Debian and Ubuntu: apt-get install iproute2',
    );
    expect(await without("capture", "br0", "--count", "1")).toContain("apt-get install tcpdump");
    rmSync(programs, { recursive: true });
  });

  it.skipIf(process.getuid?.() !== 0)(
    "shows the host's own to everybody, and asks for root for the rest",
    async (test) => {
      const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
      const asNobody = (...args: string[]) =>
        sandbox.run([...nobody, ...bridgework("inspect", ...args)], { env: { DOCKER_HOST: "" } });
      const bridges = await asNobody("bridges");
      test.skip(
        bridges.code === 126 || bridges.code === 127 || /EACCES/.test(bridges.stderr),
        "nobody may not read this checkout",
      );
      expect(bridges.stdout).toContain("br0");
      expect(bridges.stderr).toContain("without root: other namespaces and containers are not looked into");
      expect(await asNobody("bridges", "--in", "RED")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("needs root"),
      });
      expect(await asNobody("firewall")).toMatchObject({ code: 1, stderr: expect.stringContaining("root") });
    },
  );
});
