import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programFolders } from "../../toolchain/places.mjs";
import { cannotRunDocker, DockerHost } from "./host.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const folders = programFolders(process.env.PATH);
const pulumi = folders.some((folder) => existsSync(join(folder, "pulumi")));
const reason = cannotRunDocker() ?? (pulumi ? undefined : "needs the Pulumi CLI");

const PROJECT = `name: trial
runtime: { name: nodejs, options: { typescript: false } }
main: index.ts
plugins:
  providers:
    - { name: docker, path: ${join(repository, "providers/docker")} }
`;

const PROGRAM = `import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
const network = new docker.Network("lan", { ipamConfigs: [{ subnet: "10.81.0.0/24", gateway: "10.81.0.1" }], name: "lan" });
const data = new docker.Volume("data", { name: "data" });
const web = new docker.Container("web", {
  name: "web",
  image: new docker.RemoteImage("busybox", { name: "busybox:latest" }).imageId,
  networksAdvanced: [{ name: network.name, ipv4Address: "10.81.0.10", aliases: ["www"] }],
  volumes: [{ volumeName: data.name, containerPath: "/data" }],
  envs: [pulumi.secret("PASSWORD=hunter2hunter2")],
  restart: "unless-stopped",
});
export const address = web.networkDatas[0].ipAddress;
export const driver = docker.getNetworkOutput({ name: "bridge" }).driver;
`;

describe.skipIf(reason)(`a stack with the official SDK${reason ? ` (skipped: ${reason})` : ""}`, () => {
  const directory = mkdtempSync(join(tmpdir(), "docker-stack-"));
  const state = join(directory, "state");
  let host: DockerHost;

  /** Runs the CLI inside the engine's own namespaces, where its bridges can be seen. */
  async function run(command: string, ...args: string[]) {
    const env = {
      ...{ PATH: folders.join(":"), PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "" },
      ...{ PULUMI_HOME: join(directory, "home"), PULUMI_SKIP_UPDATE_CHECK: "true" },
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    const argv = ["pulumi", "--cwd", directory, "--non-interactive", "--color", "never", command, ...args];
    const done = await host.run(argv, { env, timeout: 120_000 });
    return { code: done.code, text: done.stdout + done.stderr };
  }

  const up = async () => {
    const done = await run("up", "--yes", "--skip-preview", "--stack", "dev");
    expect(done.code, done.text).toBe(0);
    return done.text;
  };

  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    mkdirSync(state);
    writeFileSync(join(directory, "Pulumi.yaml"), PROJECT);
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    writeFileSync(join(directory, "index.ts"), PROGRAM);
    symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
    await run("stack", "init", "dev");
  });
  afterAll(async () => {
    await host?.close();
    rmSync(directory, { recursive: true });
  });

  test("goes up by the plugin of Pulumi.yaml, and keeps its secret out of the state", async () => {
    expect(await up()).toContain('address: "10.81.0.10"');
    const stored = readFileSync(join(state, ".pulumi/stacks/trial/dev.json"), "utf8");
    expect(stored).toContain("10.81.0.10");
    expect(stored).not.toContain("hunter2");
    const { code, text } = await run("preview", "--stack", "dev", "--expect-no-changes");
    expect(code, text).toBe(0);
  }, 120_000);

  const id = "$(docker network inspect -f '{{slice .Id 0 12}}' lan)";
  test.each([
    ["stopped", "docker stop -t 0 web", "mustRun", false],
    ["disconnected", "docker network disconnect lan web", "networksAdvanced", true],
    [
      "given another address",
      "docker network disconnect lan web; docker network connect --ip 10.81.0.99 lan web",
      "10.81.0.99",
      true,
    ],
    ["put on another network too", "docker network connect bridge web", "bridge", true],
    ["given another restart policy", "docker update --restart no web", "restart", true],
    ["removed", "docker rm -f web", "web", false],
    ["without its bridge", `ip link del br-${id}`, "is missing", true],
    [
      "on a network made anew elsewhere",
      "docker network disconnect lan web; docker network rm lan; docker network create --subnet 10.82.0.0/24 lan",
      "10.82.0.0/24",
      true,
    ],
  ])(
    "a container %s: a plain preview names it, up repairs it",
    async (_what, drift, named, inPlace) => {
      const before = await host.docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", "web");
      await host.must(["sh", "-c", drift]);
      const { text } = await run("preview", "--stack", "dev", "--diff");
      expect(text).toContain(named);
      await up();
      const { code, text: after } = await run("preview", "--stack", "dev", "--expect-no-changes");
      expect(code, after).toBe(0);
      const format =
        "{{.NetworkSettings.Networks.lan.IPAddress}} {{.State.Running}} {{.HostConfig.RestartPolicy.Name}}";
      expect(await host.docker("inspect", "-f", format, "web")).toBe("10.81.0.10 true unless-stopped");
      if (inPlace) expect(await host.docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", "web")).toBe(before);
      expect((await host.run(["ping", "-c", "1", "-W", "2", "10.81.0.10"])).code).toBe(0);
    },
    120_000,
  );

  test("goes down without a trace, but for the image that was there before", async () => {
    const { code, text } = await run("destroy", "--yes", "--skip-preview", "--stack", "dev");
    expect(code, text).toBe(0);
    expect(await host.docker("ps", "-aq")).toBe("");
    expect(await host.docker("volume", "ls", "-q")).toBe("");
    expect((await host.docker("network", "ls", "--format", "{{.Name}}")).split("\n").sort()).toEqual([
      "bridge",
      "host",
      "none",
    ]);
    expect(await host.docker("images", "-q", "busybox")).not.toBe("");
    expect(await host.must(["ip", "-br", "link"])).not.toMatch(/br-|veth/);
  }, 120_000);
});
