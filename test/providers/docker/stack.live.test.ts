import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toolEnvironment } from "../../../toolchain/environment.mjs";
import { which } from "../../../toolchain/find.mjs";
import { programFolders } from "../../../toolchain/places.mjs";
import { liveUnless } from "../../live.ts";
import { cannotRunDocker, DockerHost } from "./host.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
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

/** What a container's own network is, what is done to it by hand, and how a preview names that. */
interface Drift {
  what: string;
  name: string;
  network: string;
  ip: string;
  byHand: string;
  named: RegExp;
  /** False where the container itself has to be started or made anew. */
  inPlace: boolean;
}

const BRIDGE_OF_BARE = "$(docker network inspect -f '{{slice .Id 0 12}}' bare)";

const DRIFTS: Drift[] = [
  ...[
    {
      what: "stopped",
      name: "halt",
      byHand: "docker stop -t 0 halt",
      named: /~ mustRun +: true => false/,
      inPlace: false,
    },
    { what: "disconnected", name: "cut", byHand: "docker network disconnect lan cut", named: /- networksAdvanced/ },
    {
      ...{ what: "given another address", name: "moved", named: /"10\.81\.0\.12" => "10\.81\.0\.99"/ },
      byHand: "docker network disconnect lan moved; docker network connect --ip 10.81.0.99 lan moved",
    },
    {
      what: "put on another network too",
      name: "both",
      byHand: "docker network connect bridge both",
      named: /"bridge"/,
    },
    {
      what: "given another restart policy",
      name: "tired",
      byHand: "docker update --restart no tired",
      named: /~ restart +: "unless-stopped" => "no"/,
    },
    { what: "paused", name: "frozen", byHand: "docker pause frozen", named: /~ mustRun +: true => false/ },
    {
      ...{ what: "with an upload overwritten", name: "edited", named: /content *: "other" => "plain"/ },
      byHand: "docker exec edited sh -c 'printf other >/conf'",
    },
    { what: "removed", name: "gone", byHand: "docker rm -f gone", named: /- name +: "gone"/, inPlace: false },
  ].map((drift, index) => ({ network: "lan", ip: `10.81.0.${10 + index}`, inPlace: true, ...drift })),
  {
    ...{ what: "without its bridge", name: "stranded", network: "bare", ip: "10.82.0.10", inPlace: true },
    ...{ byHand: `ip link del br-${BRIDGE_OF_BARE}`, named: /is missing/ },
  },
  {
    ...{ what: "on a network made anew elsewhere", name: "nomad", network: "camp", ip: "10.83.0.10", inPlace: true },
    byHand:
      "docker network disconnect camp nomad; docker network rm camp; docker network create --subnet 10.84.0.0/24 camp",
    named: /"10\.83\.0\.0\/24" => "10\.84\.0\.0\/24"/,
  },
];

const PROGRAM = `import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
const lan = (name, net) => new docker.Network(name, { ipamConfigs: [{ subnet: net + ".0/24", gateway: net + ".1" }], name });
const networks = { lan: lan("lan", "10.81.0"), bare: lan("bare", "10.82.0"), camp: lan("camp", "10.83.0") };
const data = new docker.Volume("data", { name: "data" });
const image = new docker.RemoteImage("busybox", { name: "busybox:latest" }).imageId;
const containers = ${JSON.stringify(DRIFTS)}.map(({ name, network, ip }) => new docker.Container(name, {
  name,
  image,
  networksAdvanced: [{ name: networks[network].name, ipv4Address: ip, aliases: ["www-" + name] }],
  volumes: [{ volumeName: data.name, containerPath: "/data" }],
  uploads: [{ file: "/conf", content: "plain" }],
  ports: name === "halt" ? [{ internal: 80 }] : [],
  envs: [pulumi.secret("PASSWORD=hunter2hunter2")],
  restart: "unless-stopped",
}));
const img = new docker.Image("img", { imageName: "img:v1", skipPush: true, build: { context: ".", dockerfile: "Dockerfile", args: { WHO: process.env.STAGE } } });
new docker.Tag("again", { sourceImage: img.imageName, targetImage: "again:v1" });
new docker.Container("made", { name: "made", image: img.imageName });
export const known = new docker.RemoteImage("known", { name: img.imageName }).imageId;
const shift = lan("shift", process.env.STAGE === "2" ? "10.87.0" : "10.86.0");
export const shifted = new docker.Container("rider", { name: "rider", image, networksAdvanced: [{ name: shift.name }] }).networkDatas[0].ipAddress;
new docker.Container("beside", { name: "beside", image, networkMode: pulumi.interpolate\`container:\${containers[0].id}\` });
export const address = containers[0].networkDatas[0].ipAddress;
export const port = containers[0].ports[0].external;
export const driver = docker.getNetworkOutput({ name: "bridge" }).driver;
`;

liveUnless(reason)("a stack with the official SDK", () => {
  const directory = mkdtempSync(join(tmpdir(), "docker-stack-"));
  const state = join(directory, "state");
  let host: DockerHost;
  let stage = "1";

  /** Runs the CLI inside the engine's own namespaces, where its bridges can be seen. */
  async function run(command: string, ...args: string[]) {
    const env = {
      ...(toolEnvironment({ PATH: folders.join(":") }, which("pulumi")) as Record<string, string>),
      ...{ PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "", STAGE: stage },
      PULUMI_HOME: join(directory, "home"),
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
    writeFileSync(join(directory, "Dockerfile"), "FROM busybox\nARG WHO\nENV WHO=$WHO\n");
    writeFileSync(join(directory, ".dockerignore"), "*\n");
    symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
    await run("stack", "init", "dev");
  });
  afterAll(async () => {
    await host?.close();
    rmSync(directory, { recursive: true });
  });

  test("goes up by the plugin of Pulumi.yaml, and keeps its secret out of the state", async () => {
    const said = await up();
    expect(said).toContain('address: "10.81.0.10"');
    const [, port] = (await host.docker("port", "halt", "80")).split("\n")[0]?.split(":") ?? [];
    expect(said).toMatch(new RegExp(`port +: ${port}`));
    const stored = readFileSync(join(state, ".pulumi/stacks/trial/dev.json"), "utf8");
    expect(stored).toContain("10.81.0.10");
    expect(stored).not.toContain("hunter2");
  });

  /** By container: what a plain preview says of all that was done by hand. */
  let said = "";
  /** By container: what it has as long as nobody makes it anew or restarts it. */
  const lives = (name: string) => host.docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", name);
  const before = new Map<string, string>();

  test("one preview takes notice of ten hands, and one up repairs what they did", async () => {
    for (const name of [...DRIFTS.map((drift) => drift.name), "beside"]) before.set(name, await lives(name));
    for (const { byHand } of DRIFTS) await host.must(["sh", "-c", byHand]);
    said = (await run("preview", "--stack", "dev", "--diff")).text;
    await up();
    const { code, text } = await run("preview", "--stack", "dev", "--expect-no-changes");
    expect(code, text).toBe(0);
  }, 240_000);

  test.each(DRIFTS)("a container $what was named by the preview, and is as declared again", async (drift) => {
    const { name, network, ip } = drift;
    expect(about(said, name) + about(said, network)).toMatch(drift.named);
    const settings = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`;
    const format = `${settings} {{.State.Running}} {{.HostConfig.RestartPolicy.Name}} {{len .NetworkSettings.Networks}}`;
    expect(await host.docker("inspect", "-f", format, name)).toBe(`${ip} true unless-stopped 1`);
    if (drift.inPlace) expect(await lives(name)).toBe(before.get(name));
    else expect(await lives(name)).not.toBe(before.get(name));
    expect((await host.run(["ping", "-c", "1", "-w", "10", ip])).code).toBe(0);
  });

  test("the container that shared the network of the stopped one was named too, and was restarted into the new one", async () => {
    expect(about(said, "beside")).toMatch(/networkMode *: "container:\w+ \(that container is not running\)" =>/);
    expect(await host.docker("exec", "beside", "ls", "/sys/class/net")).toMatch(/eth0/);
    const [id] = (before.get("beside") ?? "").split(" ");
    expect(await lives("beside")).toMatch(new RegExp(`^${id}`));
    expect(await lives("beside")).not.toBe(before.get("beside"));
  });

  test("a preview shows what an update does to what stands on an image or a network, and the outputs are true after one", async () => {
    stage = "2";
    const foreseen = (await run("preview", "--stack", "dev", "--diff")).text;
    expect(about(foreseen, "img")).toMatch(/WHO: "1" => "2"/);
    expect(foreseen).toMatch(/~ 3 to update\s+\+-3 to replace/);
    expect(foreseen).toContain("its image img:v1 is made anew by this update, and so is it, unless");
    expect(foreseen).toContain("this update changes what it stands on, and with that its networkDatas");
    const done = await up();
    expect(done).toMatch(/~ 3 updated\s+\+-3 replaced/);
    const { text } = await run("stack", "output", "--json", "--stack", "dev");
    const known = await host.docker("image", "inspect", "-f", "{{.Id}}", "img:v1");
    expect(JSON.parse(text)).toMatchObject({ known, shifted: "10.87.0.2" });
    expect(await host.docker("exec", "made", "sh", "-c", "echo $WHO")).toBe("2");
  });

  test("an object that was made by hand is imported by the command of the docs, and goes with the stack", async () => {
    await host.docker("network", "create", "--subnet", "10.85.0.0/24", "nn");
    const command = ["docker:index/network:Network", "net", "nn", "--protect=false", "--generate-code=false"];
    const { code, text } = await run("import", ...command, "--yes", "--stack", "dev");
    expect(code, text).toBe(0);
    const { text: state } = await run("stack", "export", "--stack", "dev");
    expect(state).toContain("10.85.0.0/24");
  });

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
  });
});

/** What a preview with --diff says of one resource. */
function about(text: string, name: string): string {
  const parts = text.split("[urn=").filter((part) => part.split("]")[0]?.endsWith(`::${name}`));
  return parts.join("");
}
