import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { resources } from "../../../providers/docker/registry.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { TYPES } from "./plugin.ts";

/** What somebody made through the engine's API, and the inputs that say the same. */
interface Made {
  body: Values;
  inputs: Values;
}

const MB = 1024 * 1024;
/** The mode that engines do not choose on this kind of host. */
const CGROUPNS = existsSync("/sys/fs/cgroup/cgroup.controllers") ? "host" : "private";

/** Every input of a container with a value that no engine chooses; those that cannot go together come in turn. */
const CONTAINERS: Made[] = [
  {
    body: {
      Cmd: ["sleep", "99999"],
      Env: ["A=1", "B=x=y"],
      Labels: { who: "me" },
      User: "0:0",
      WorkingDir: "/tmp",
      Hostname: "inner",
      Domainname: "example.test",
      Tty: true,
      OpenStdin: true,
      StopSignal: "SIGKILL",
      StopTimeout: 3,
      Healthcheck: { Test: ["CMD", "true"], Interval: 90e9, Timeout: 2e9, Retries: 3, StartPeriod: 1e9 },
      HostConfig: {
        RestartPolicy: { Name: "on-failure", MaximumRetryCount: 4 },
        LogConfig: { Type: "local", Config: { "max-size": "1m" } },
        NetworkMode: "first",
        ...{ Init: true, Privileged: true, ReadonlyRootfs: true, ShmSize: 100 * MB },
      },
      MacAddress: "02:00:00:00:00:09",
      NetworkingConfig: {
        EndpointsConfig: {
          first: { IPAMConfig: { IPv4Address: "10.77.0.9" }, Aliases: ["alpha"], DriverOpts: { "lab.opt": "1" } },
        },
      },
    },
    inputs: {
      command: ["sleep", "99999"],
      envs: ["A=1", "B=x=y"],
      labels: [{ label: "who", value: "me" }],
      user: "0:0",
      workingDir: "/tmp",
      hostname: "inner",
      domainname: "example.test",
      tty: true,
      stdinOpen: true,
      stopSignal: "SIGKILL",
      stopTimeout: 3,
      healthcheck: { tests: ["CMD", "true"], interval: "1m30s", timeout: "2s", retries: 3, startPeriod: "1s" },
      restart: "on-failure",
      maxRetryCount: 4,
      logDriver: "local",
      logOpts: { "max-size": "1m" },
      ...{ init: true, privileged: true, readOnly: true, shmSize: 100 },
      networksAdvanced: [
        {
          ...{ name: "first", ipv4Address: "10.77.0.9", aliases: ["alpha"], driverOpts: ["lab.opt=1"] },
          macAddress: "02:00:00:00:00:09",
        },
      ],
    },
  },
  {
    body: {
      Entrypoint: ["sleep"],
      Cmd: ["88888"],
      HostConfig: {
        ...{ Memory: 100_000_000, MemoryReservation: 33_333_333, MemorySwap: 150_000_000, ShmSize: 12_345_678 },
        ...{ CpuShares: 512, CpuPeriod: 100_000, CpuQuota: 50_000, CpusetCpus: "0", AutoRemove: true },
        Ulimits: [{ Name: "nofile", Soft: 1000, Hard: 2000 }],
        SecurityOpt: ["no-new-privileges"],
        CapAdd: ["NET_ADMIN"],
        CapDrop: ["MKNOD"],
        GroupAdd: ["10", "20"],
        ...{ IpcMode: "shareable", PidMode: "host", CgroupnsMode: CGROUPNS, UsernsMode: "host", CgroupParent: "/lab" },
        Sysctls: { "net.ipv4.ip_forward": "1" },
        Devices: [{ PathOnHost: "/dev/null", PathInContainer: "/dev/nothing", CgroupPermissions: "r" }],
        DeviceCgroupRules: ["c 1:3 r"],
        DeviceRequests: [
          { Driver: "", Count: -1, DeviceIDs: [], Capabilities: [["gpu"]], Options: {} },
          { Driver: "lab", Count: 1, DeviceIDs: [], Capabilities: [["x"]], Options: { a: "b" } },
        ],
        Tmpfs: { "/scratch": "size=1m" },
        Runtime: "io.containerd.runc.v2",
        PublishAllPorts: true,
      },
    },
    inputs: {
      entrypoints: ["sleep"],
      command: ["88888"],
      ...{ memory: 100_000_000 / MB, memoryReservation: 33_333_333 / MB, memorySwap: 150_000_000 / MB },
      ...{ shmSize: 12_345_678 / MB, cpuShares: 512, cpuPeriod: 100_000, cpuQuota: 50_000, cpuSet: "0", rm: true },
      ulimits: [{ name: "nofile", soft: 1000, hard: 2000 }],
      securityOpts: ["no-new-privileges"],
      capabilities: { adds: ["NET_ADMIN"], drops: ["MKNOD"] },
      groupAdds: ["10", "20"],
      ...{ ipcMode: "shareable", pidMode: "host", cgroupnsMode: CGROUPNS, usernsMode: "host", cgroupParent: "/lab" },
      sysctls: { "net.ipv4.ip_forward": "1" },
      devices: [{ hostPath: "/dev/null", containerPath: "/dev/nothing", permissions: "r" }],
      deviceCgroupRules: ["c 1:3 r"],
      gpus: "all",
      deviceRequests: [{ driver: "lab", count: 1, capabilities: ["x"], options: { a: "b" } }],
      tmpfs: { "/scratch": "size=1m" },
      runtime: "io.containerd.runc.v2",
      publishAllPorts: true,
    },
  },
  {
    body: {
      ExposedPorts: { "80/tcp": {}, "53/udp": {} },
      Volumes: { "/anonymous": {} },
      HostConfig: {
        NanoCpus: 500_000_000,
        Dns: ["10.0.0.53"],
        DnsOptions: ["ndots:2"],
        DnsSearch: ["example.test"],
        ExtraHosts: ["other:10.0.0.7"],
        PortBindings: {
          "80/tcp": [{ HostIp: "", HostPort: "18080" }],
          "53/udp": [{ HostIp: "127.0.0.1", HostPort: "15353" }],
        },
        Binds: ["kept:/kept:ro", "/tmp:/host"],
        VolumesFrom: ["partner:ro"],
        Mounts: [
          { Type: "volume", Source: "other", Target: "/mounted", VolumeOptions: { NoCopy: true } },
          { Type: "tmpfs", Target: "/memory", TmpfsOptions: { SizeBytes: MB, Mode: 0o755 } },
        ],
        SecurityOpt: ["label=disable"],
      },
    },
    inputs: {
      cpus: "0.5",
      dns: ["10.0.0.53"],
      dnsOpts: ["ndots:2"],
      dnsSearches: ["example.test"],
      hosts: [{ host: "other", ip: "10.0.0.7" }],
      ports: [
        { internal: 53, external: 15353, ip: "127.0.0.1", protocol: "udp" },
        { internal: 80, external: 18080, protocol: "tcp" },
      ],
      volumes: [
        { containerPath: "/kept", volumeName: "kept", readOnly: true },
        { containerPath: "/host", hostPath: "/tmp" },
        { fromContainer: "partner", readOnly: true },
        { containerPath: "/anonymous" },
      ],
      mounts: [
        { target: "/mounted", type: "volume", source: "other", volumeOptions: { noCopy: true } },
        { target: "/memory", type: "tmpfs", tmpfsOptions: { sizeBytes: MB, mode: 493 } },
      ],
      securityOpts: ["label=disable"],
    },
  },
  { body: { HostConfig: { NetworkMode: "host" } }, inputs: { networkMode: "host" } },
  { body: { HostConfig: { NetworkMode: "none", Init: false } }, inputs: { networkMode: "none", init: false } },
  {
    body: { HostConfig: { NetworkMode: "container:partner", IpcMode: "container:partner" } },
    inputs: { networkMode: "container:PARTNER", ipcMode: "container:PARTNER" },
  },
  { body: {}, inputs: {} },
];

const NETWORKS: Made[] = [
  {
    body: {
      ...{ Driver: "bridge", Internal: true, Attachable: true, EnableIPv6: true },
      Labels: { a: "b" },
      Options: { "com.docker.network.bridge.name": "brfoo2", "com.docker.network.driver.mtu": "1400" },
      IPAM: {
        Driver: "default",
        Options: { own: "1" },
        Config: [
          {
            ...{ Subnet: "10.70.0.0/24", Gateway: "10.70.0.254", IPRange: "10.70.0.128/25" },
            AuxiliaryAddresses: { router: "10.70.0.200" },
          },
          { Subnet: "fd00:70::/64", Gateway: "fd00:70::1" },
        ],
      },
    },
    inputs: {
      ...{ internal: true, attachable: true, ipv6: true, labels: [{ label: "a", value: "b" }] },
      options: { "com.docker.network.bridge.name": "brfoo2", "com.docker.network.driver.mtu": "1400" },
      ipamOptions: { own: "1" },
      ipamConfigs: [
        {
          ...{ subnet: "10.70.0.0/24", gateway: "10.70.0.254", ipRange: "10.70.0.128/25" },
          auxAddress: { router: "10.70.0.200" },
        },
        { subnet: "fd00:70::/64", gateway: "fd00:70::1" },
      ],
    },
  },
  {
    body: { Driver: "macvlan", Options: { parent: "wire0" }, IPAM: { Config: [{ Subnet: "10.72.0.0/24" }] } },
    inputs: {
      ...{ driver: "macvlan", options: { parent: "wire0" } },
      ipamConfigs: [expect.objectContaining({ subnet: "10.72.0.0/24" })] as unknown as Values[],
    },
  },
];

const VOLUMES: Made[] = [
  {
    body: { DriverOpts: { type: "tmpfs", device: "tmpfs", o: "size=1m" }, Labels: { a: "b" } },
    inputs: { driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=1m" }, labels: [{ label: "a", value: "b" }] },
  },
  { body: {}, inputs: {} },
];

/** What another kind of host would have to have, or an engine of a swarm. */
const ELSEWHERE: Record<string, string[]> = {
  container: ["storageOpts", "deviceReadBps", "deviceReadIops", "deviceWriteBps", "deviceWriteIops"],
  network: ["ingress", "ipamDriver"],
  volume: ["driver"],
};

describeEngine("what was made by hand and is imported", (engine) => {
  let partner = "";
  const api = async (path: string, body: Values) => {
    const argv = [
      "curl",
      "-s",
      "--unix-socket",
      "/run/docker.sock",
      "-H",
      "content-type: application/json",
      "-d",
      "@-",
    ];
    const said = await engine.host.must([...argv, `http://docker${path}`], { input: JSON.stringify(body) });
    const answer = JSON.parse(said) as { Id?: string; Name?: string; message?: string };
    if (answer.message) throw new Error(answer.message);
    return answer.Id ?? answer.Name ?? "";
  };

  beforeAll(async () => {
    await engine.host.docker("network", "create", "--subnet", "10.77.0.0/24", "first");
    await engine.host.must(["ip", "link", "add", "wire0", "type", "veth", "peer", "name", "wire1"]);
    partner = await engine.host.docker("run", "-d", "--name", "partner", "--ipc", "shareable", "busybox");
  });

  const kinds = [
    {
      kind: "network",
      type: TYPES.network,
      made: NETWORKS,
      make: (name: string, body: Values) => api("/networks/create", { Name: name, ...body }),
    },
    {
      kind: "volume",
      type: TYPES.volume,
      made: VOLUMES,
      make: (name: string, body: Values) => api("/volumes/create", { Name: name, ...body }),
    },
    {
      ...{ kind: "container", type: TYPES.container, made: CONTAINERS },
      make: (name: string, body: Values) => api(`/containers/create?name=${name}`, { Image: "busybox", ...body }),
    },
  ] as const;

  for (const { kind, type, made, make } of kinds) {
    test(`${kind}: the objects below leave out no input`, () => {
      const tried = new Set([
        "name",
        "image",
        "mustRun",
        ...(ELSEWHERE[kind] ?? []),
        ...made.flatMap(({ inputs }) => Object.keys(inputs)),
      ]);
      const properties = Object.entries(resources.find((one) => one.type === type)?.properties ?? {});
      // An order that nothing on the host tells of cannot be imported, nor can the files that were put into a container.
      const readable = properties.filter(([name, { remembered }]) => !remembered && name !== "uploads");
      expect(readable.map(([name]) => name).filter((name) => !tried.has(name))).toEqual([]);
    });

    made.forEach(({ body, inputs }, i) => {
      const names = Object.keys(inputs);
      test(`${kind}: ${names.slice(0, 5).join(", ") || "nothing"} and the like are in the inputs, which check takes, and nothing differs`, async () => {
        const name = `${kind}-${i}`;
        const id = await make(name, body);
        const read = await engine.plugin.read(type, name, name);
        expect(read.id).toBe(id);
        const always = kind === "container" ? { image: "busybox", mustRun: false } : {};
        const wanted = JSON.parse(JSON.stringify(inputs).replaceAll("PARTNER", partner)) as Values;
        expect(read.inputs).toEqual({
          name,
          ...always,
          ...wanted,
          ...(kind === "network" ? { ipamConfigs: inputs.ipamConfigs } : {}),
        });
        const checked = await engine.plugin.check(type, name, read.inputs);
        expect(checked.faults).toEqual([]);
        const compared = await engine.plugin.diff(type, name, id, checked.inputs, read.inputs, read.outputs);
        expect(compared.detailed).toEqual({});
      });
    });
  }

  test("what the engine chose is written down too, and is no difference to a program that leaves the choice to it", async () => {
    await engine.host.docker("network", "create", "plain");
    const plain = await engine.plugin.read(TYPES.network, "plain", "plain");
    const [config] = plain.inputs.ipamConfigs as { subnet: string }[];
    expect(config?.subnet).toMatch(/^(172|192)\./);
    const bare = { name: "plain" };
    expect((await engine.plugin.diff(TYPES.network, "plain", plain.id, bare, plain.inputs)).detailed).toEqual({});
    const first = await engine.plugin.read(TYPES.network, "first", "first");
    const undeclared = await engine.plugin.diff(TYPES.network, "first", first.id, { name: "first" }, first.inputs);
    expect(Object.keys(undeclared.detailed)).toEqual(["ipamConfigs"]);
  });

  test("a setting that the program leaves out after an import shows, each by itself", async () => {
    const options = [
      "--security-opt",
      "no-new-privileges",
      "--ulimit",
      "nofile=1000:2000",
      "--init",
      "--shm-size",
      "100m",
    ];
    const more = ["-h", "hosty", "--log-opt", "max-size=1m", "-e", "A=1"];
    await engine.host.docker("run", "-d", "--name", "s1", ...options, ...more, "busybox");
    const { id, inputs } = await engine.plugin.read(TYPES.container, "s1", "s1");
    const next = { name: "s1", image: "busybox", envs: ["A=2"] };
    const { detailed } = await engine.plugin.diff(TYPES.container, "s1", id, next, inputs);
    const lost = ["envs[0]", "hostname", "init", "logOpts", "securityOpts", "shmSize", "ulimits"];
    expect(Object.keys(detailed).sort()).toEqual(lost);
  });
});
