import { beforeAll, expect, test } from "vitest";
import { container } from "../../../providers/docker/container/container.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { Plugin, TYPES } from "./plugin.ts";

/** A value for every input of a container; those that cannot go together come in turn. */
const VALUES: Values[] = [
  {
    command: ["sleep", "99999"],
    envs: ["A=1", "B=x=y"],
    labels: [{ label: "who", value: "me" }],
    user: "0",
    workingDir: "/tmp",
    hostname: "inner",
    domainname: "example.test",
    tty: true,
    stdinOpen: true,
    stopSignal: "SIGKILL",
    stopTimeout: 3,
    healthcheck: { tests: ["CMD", "true"], interval: "1s", timeout: "2s", retries: 3, startPeriod: "1m30s" },
    wait: true,
    waitTimeout: 30,
    restart: "on-failure",
    maxRetryCount: 4,
    removeVolumes: false,
    destroyGraceSeconds: 1,
    containerReadRefreshTimeoutMilliseconds: 1000,
    mustRun: true,
    start: true,
    attach: false,
    logs: false,
    logDriver: "json-file",
    logOpts: { "max-size": "1m" },
  },
  {
    entrypoints: ["sleep"],
    command: ["88888"],
    memory: 64,
    memoryReservation: 32,
    memorySwap: 100,
    shmSize: 16,
    cpuShares: 512,
    cpuPeriod: 100000,
    cpuQuota: 50000,
    cpuSet: "0",
    ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
    rm: true,
    platform: "linux/amd64",
    runtime: "runc",
  },
  {
    cpus: "0.50",
    readOnly: true,
    init: true,
    capabilities: { adds: ["NET_ADMIN"], drops: ["CAP_MKNOD"] },
    securityOpts: ["no-new-privileges"],
    groupAdds: ["20", "10"],
    ipcMode: "shareable",
    pidMode: "host",
    cgroupnsMode: "host",
    usernsMode: "host",
    sysctls: { "net.ipv4.ip_forward": "1" },
    devices: [{ hostPath: "/dev/null", containerPath: "/dev/nothing" }],
    deviceCgroupRules: ["c 1:3 r"],
    tmpfs: { "/scratch": "size=1m" },
  },
  {
    dns: ["10.0.0.53", "10.0.0.54"],
    dnsOpts: ["ndots:2"],
    dnsSearches: ["example.test"],
    hosts: [{ host: "other", ip: "10.0.0.7" }],
    ports: [
      { internal: 80, external: 18080 },
      { internal: 53, external: 15353, ip: "127.0.0.1", protocol: "udp" },
      { internal: 81, ip: "127.0.0.1", external: 18081, protocol: "tcp" },
    ],
    publishAllPorts: true,
    networkMode: "bridge",
    volumes: [
      { volumeName: "kept", containerPath: "/kept", readOnly: true },
      { hostPath: "/tmp", containerPath: "/host" },
      { containerPath: "/anonymous" },
    ],
    mounts: [
      { target: "/mounted", type: "volume", source: "other", volumeOptions: { noCopy: true } },
      { target: "/memory", type: "tmpfs", tmpfsOptions: { sizeBytes: 1048576, mode: 493 } },
    ],
    uploads: [{ file: "/data/hello", content: "hello\n", permissions: "0600" }],
  },
  {
    networksAdvanced: [
      { name: "first", ipv4Address: "10.77.0.9", aliases: ["zeta", "alpha"], macAddress: "02:00:00:00:00:09" },
      { name: "second", ipv4Address: "10.78.0.9", ipv6Address: "fd00:78::9" },
    ],
  },
  // Not started: sandboxes often lack a capability that a privileged container asks for.
  { privileged: true, start: false },
  { networkMode: "host" },
  { networkMode: "none" },
  { networkMode: "container:partner" },
  { networkMode: "first" },
];

/** What this machine's kernel or hardware would have to have; the engine's answer is all that could be tested. */
const ELSEWHERE = [
  ...["gpus", "deviceRequests", "storageOpts", "cgroupParent"],
  ...["deviceReadBps", "deviceReadIops", "deviceWriteBps", "deviceWriteIops"],
];

describeEngine("every input of a container on a real engine", (engine) => {
  beforeAll(async () => {
    await engine.plugin.make(TYPES.network, "first", { name: "first", ipamConfigs: [{ subnet: "10.77.0.0/24" }] });
    const dual = [{ subnet: "10.78.0.0/24" }, { subnet: "fd00:78::/64" }];
    await engine.plugin.make(TYPES.network, "second", { name: "second", ipv6: true, ipamConfigs: dual });
    await engine.plugin.make(TYPES.container, "partner", { name: "partner", image: "busybox" });
  });

  test("the values below leave out no input", () => {
    const given = new Set(["name", "image", ...VALUES.flatMap(Object.keys), ...ELSEWHERE]);
    expect(Object.keys(container.properties).filter((name) => !given.has(name))).toEqual([]);
  });

  VALUES.forEach((values, i) => {
    test(`${Object.keys(values).slice(0, 6).join(", ")} are made as declared, read back, survive a restart and go`, async () => {
      const name = `every-${i}`;
      const { inputs, id, outputs } = await engine.plugin.make(TYPES.container, name, {
        name,
        image: "busybox",
        ...values,
      });
      const compare = () => engine.plugin.diff(TYPES.container, name, id, inputs, inputs);
      expect((await compare()).detailed).toEqual({});
      expect((await engine.plugin.read(TYPES.container, name, id, inputs)).inputs).toEqual(inputs);
      if (!inputs.rm && inputs.start !== false) await engine.host.docker("restart", "-t", "0", name);
      expect((await compare()).detailed).toEqual({});

      const imported = await engine.plugin.read(TYPES.container, name, name);
      expect(imported.id).toBe(id);
      expect((await engine.plugin.diff(TYPES.container, name, id, imported.inputs, imported.inputs)).detailed).toEqual(
        {},
      );

      await engine.plugin.remove(TYPES.container, name, id, inputs, outputs);
      expect(await engine.host.docker("ps", "-aq", "--filter", `name=^${name}$`)).toBe("");
      await engine.plugin.remove(TYPES.container, name, id, inputs, outputs);
    });
  });

  test("each input that is taken back is a difference by itself", async () => {
    const bare: Values = { name: "bare", image: "busybox" };
    const another = await Plugin.start({ host: `unix://${engine.host.socket}` });
    for (const values of VALUES.slice(0, 6)) {
      const { inputs, id } = await another.make(TYPES.container, "bare", { ...bare, ...values });
      const { detailed } = await another.diff(TYPES.container, "bare", id, bare, inputs);
      const named = new Set(Object.keys(detailed).map((path) => path.split(/[.[]/)[0]));
      const same = new Set(["networkMode", "mustRun", "start", "attach", "logs", "name", "image"]);
      const expected = Object.keys(values).filter((name) => !same.has(name));
      expect(expected.filter((name) => !named.has(name))).toEqual([]);
      await another.remove(TYPES.container, "bare", id, inputs);
    }
    await another.close();
  });
});
