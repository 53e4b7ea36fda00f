import { existsSync } from "node:fs";
import type { Made } from "./made.ts";

const MB = 1024 * 1024;
/** The mode that engines do not choose on this kind of host. */
const CGROUPNS = existsSync("/sys/fs/cgroup/cgroup.controllers") ? "host" : "private";

/** Every input of a container with a value that no engine chooses; those that cannot go together come in turn. */
export const CONTAINERS: Made[] = [
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
