import type { Value, Values } from "../../../../providers/docker/values.ts";
import type { Pair } from "./pair.ts";

const pair = (from: Value | undefined, to: Value | undefined, beside: Values = {}): Pair => ({ from, to, beside });
const unmade = (why: string, from: Value, to: Value): Pair => ({ from, to, unmade: why });

const OLD = "needs a newer engine than Debian's";
const NONE = "this kernel or hardware has none";

const place = (more: Values): Value => [{ name: "first", ...more }];
const port = (more: Values): Value => [{ internal: 80, external: 18080, ...more }];
const upload = (more: Values): Value => [{ file: "/etc/conf", content: "one", ...more }];
const volume = (more: Values): Value => [{ containerPath: "/data", ...more }];
const mount = (more: Values): Value => [{ target: "/data", type: "volume", source: "kept", ...more }];
const bind = (more: Values): Value => [{ target: "/data", type: "bind", source: "/tmp", ...more }];
const memory = (more: Values): Value => [{ target: "/data", type: "tmpfs", tmpfsOptions: more }];
const options = (more: Values): Value => mount({ volumeOptions: more });
const health = (more: Values): Value => ({ tests: ["CMD", "true"], interval: "5s", ...more });
const limit = (more: Values): Value => [{ name: "nofile", soft: 1024, hard: 2048, ...more }];
const device = (more: Values): Value => [{ hostPath: "/dev/null", containerPath: "/dev/one", ...more }];
const request = (more: Values): Value => [{ driver: "acme", count: 1, ...more }];
const rate = (path: string, value: number): Value => [{ path, rate: value }];
const throttle = (name: string): Record<string, Pair> => ({
  [`${name}[].path`]: unmade(NONE, rate("/dev/vda", 1024), rate("/dev/vdb", 1024)),
  [`${name}[].rate`]: unmade(NONE, rate("/dev/vda", 1024), rate("/dev/vda", 2048)),
});

/** For every leaf of a container's inputs. Nothing is started unless it says so. */
export const CONTAINER_PAIRS: Record<string, Pair> = {
  name: pair("one", "other"),
  image: pair("busybox", "other"),
  "command[]": pair(["sleep", "1000"], ["sleep", "2000"]),
  "entrypoints[]": pair(["sleep"], ["/bin/sleep"], { command: ["1000"] }),
  "envs[]": pair(["A=1"], ["A=2"]),
  "labels[].label": pair([{ label: "a", value: "1" }], [{ label: "b", value: "1" }]),
  "labels[].value": pair([{ label: "a", value: "1" }], [{ label: "a", value: "2" }]),
  user: pair("0", "1"),
  workingDir: pair("/tmp", "/etc"),
  hostname: pair("one", "other"),
  domainname: pair("one.test", "other.test"),
  tty: pair(false, true),
  stdinOpen: pair(true, false),
  stopSignal: pair("SIGTERM", "SIGKILL"),
  stopTimeout: pair(1, 2),
  "healthcheck.tests[]": pair(health({}), health({ tests: ["CMD", "false"] })),
  "healthcheck.interval": pair(health({}), health({ interval: "6s" })),
  "healthcheck.timeout": pair(health({ timeout: "1s" }), health({ timeout: "2s" })),
  "healthcheck.startPeriod": pair(health({ startPeriod: "1s" }), health({ startPeriod: "2s" })),
  "healthcheck.startInterval": unmade(OLD, health({ startInterval: "1s" }), health({ startInterval: "2s" })),
  "healthcheck.retries": pair(health({ retries: 1 }), health({ retries: 2 })),
  restart: pair("always", "unless-stopped"),
  maxRetryCount: pair(1, 2, { restart: "on-failure" }),
  mustRun: pair(true, false, { start: true }),
  rm: pair(true, false),
  logDriver: pair("json-file", "local"),
  "logOpts{}": pair({ "max-size": "1m" }, { "max-size": "2m" }),
  platform: pair("linux/amd64", "linux/386"),
  "uploads[].file": pair(upload({}), upload({ file: "/etc/other" })),
  "uploads[].content": pair(upload({}), upload({ content: "two" })),
  "uploads[].contentBase64": pair(
    [{ file: "/etc/conf", contentBase64: "b25l" }],
    [{ file: "/etc/conf", contentBase64: "dHdv" }],
  ),
  "uploads[].source": pair([{ file: "/etc/conf", source: "ONE" }], [{ file: "/etc/conf", source: "SAME" }]),
  "uploads[].sourceHash": pair(
    [{ file: "/etc/conf", source: "ONE", sourceHash: "a" }],
    [{ file: "/etc/conf", source: "ONE", sourceHash: "b" }],
  ),
  "uploads[].executable": pair(upload({ permissions: "0644" }), upload({ permissions: "0644", executable: true })),
  "uploads[].permissions": pair(upload({ permissions: "0600" }), upload({ permissions: "0644" })),
  "uploads[].owner": pair(upload({ owner: "1" }), upload({ owner: "2" })),
  "uploads[].group": pair(upload({ group: "1" }), upload({ group: "2" })),
  start: pair(false, true),
  attach: pair(false, true, { mustRun: false }),
  logs: pair(false, true, { attach: true, command: ["true"] }),
  wait: pair(false, true),
  waitTimeout: pair(1, 2),
  removeVolumes: pair(true, false),
  destroyGraceSeconds: pair(1, 2),
  containerReadRefreshTimeoutMilliseconds: pair(1000, 2000),
  networkMode: pair("first", "second", { networksAdvanced: [{ name: "first" }, { name: "second" }] }),
  "networksAdvanced[].name": pair(place({}), [{ name: "second" }]),
  "networksAdvanced[].aliases[]": pair(place({ aliases: ["a"] }), place({ aliases: ["b"] })),
  "networksAdvanced[].ipv4Address": pair(place({ ipv4Address: "10.77.0.8" }), place({ ipv4Address: "10.77.0.9" })),
  "networksAdvanced[].ipv6Address": pair(
    [{ name: "second", ipv6Address: "fd00:78::8" }],
    [{ name: "second", ipv6Address: "fd00:78::9" }],
  ),
  "networksAdvanced[].linkLocalIps[]": pair(
    place({ linkLocalIps: ["169.254.7.8"] }),
    place({ linkLocalIps: ["169.254.7.9"] }),
  ),
  "networksAdvanced[].macAddress": pair(
    place({ macAddress: "02:00:00:00:00:08" }),
    place({ macAddress: "02:00:00:00:00:09" }),
  ),
  "networksAdvanced[].driverOpts[]": pair(place({ driverOpts: ["a=1"] }), place({ driverOpts: ["a=2"] })),
  "networksAdvanced[].gwPriority": unmade(OLD, place({ gwPriority: 1 }), place({ gwPriority: 2 })),
  "ports[].internal": pair(port({}), port({ internal: 81 })),
  "ports[].external": pair(port({}), port({ external: 18081 })),
  "ports[].ip": pair(port({}), port({ ip: "127.0.0.1" })),
  "ports[].protocol": pair(port({}), port({ protocol: "udp" })),
  publishAllPorts: pair(false, true),
  "dns[]": pair(["10.0.0.1"], ["10.0.0.2"]),
  "dnsOpts[]": pair(["ndots:1"], ["ndots:2"]),
  "dnsSearches[]": pair(["one.test"], ["other.test"]),
  "hosts[].host": pair([{ host: "one", ip: "10.0.0.1" }], [{ host: "other", ip: "10.0.0.1" }]),
  "hosts[].ip": pair([{ host: "one", ip: "10.0.0.1" }], [{ host: "one", ip: "10.0.0.2" }]),
  "volumes[].containerPath": pair(volume({ volumeName: "kept" }), [{ containerPath: "/srv", volumeName: "kept" }]),
  "volumes[].hostPath": pair(volume({ hostPath: "/tmp" }), volume({ hostPath: "/var" })),
  "volumes[].volumeName": pair(volume({ volumeName: "kept" }), volume({ volumeName: "other" })),
  "volumes[].fromContainer": pair([{ fromContainer: "partner" }], [{ fromContainer: "friend" }]),
  "volumes[].readOnly": pair(volume({ volumeName: "kept" }), volume({ volumeName: "kept", readOnly: true })),
  "volumes[].selinuxRelabel": pair(
    volume({ volumeName: "kept", selinuxRelabel: "z" }),
    volume({ volumeName: "kept", selinuxRelabel: "Z" }),
  ),
  "mounts[].target": pair(mount({}), mount({ target: "/srv" })),
  "mounts[].type": pair(bind({ source: "/var" }), [{ target: "/data", type: "tmpfs" }]),
  "mounts[].source": pair(mount({}), mount({ source: "other" })),
  "mounts[].readOnly": pair(mount({}), mount({ readOnly: true })),
  "mounts[].bindOptions.propagation": pair(
    bind({ bindOptions: { propagation: "rprivate" } }),
    bind({ bindOptions: { propagation: "private" } }),
  ),
  "mounts[].tmpfsOptions.mode": pair(memory({ mode: 448 }), memory({ mode: 493 })),
  "mounts[].tmpfsOptions.sizeBytes": pair(memory({ sizeBytes: 65536 }), memory({ sizeBytes: 131072 })),
  "mounts[].volumeOptions.driverName": pair(options({ driverName: "local" }), options({ noCopy: true })),
  "mounts[].volumeOptions.driverOptions{}": pair(
    options({ driverOptions: { type: "tmpfs", device: "tmpfs", o: "size=1m" } }),
    options({ driverOptions: { type: "tmpfs", device: "tmpfs", o: "size=2m" } }),
  ),
  "mounts[].volumeOptions.labels[].label": pair(
    options({ labels: [{ label: "a", value: "1" }] }),
    options({ labels: [{ label: "b", value: "1" }] }),
  ),
  "mounts[].volumeOptions.labels[].value": pair(
    options({ labels: [{ label: "a", value: "1" }] }),
    options({ labels: [{ label: "a", value: "2" }] }),
  ),
  "mounts[].volumeOptions.noCopy": pair(options({ noCopy: true }), options({ noCopy: false })),
  "mounts[].volumeOptions.subpath": unmade(OLD, options({ subpath: "one" }), options({ subpath: "other" })),
  "tmpfs{}": pair({ "/scratch": "size=1m" }, { "/scratch": "size=2m" }),
  memory: pair(64, 128),
  memoryReservation: pair(32, 48),
  memorySwap: pair(100, -1, { memory: 64 }),
  shmSize: pair(16, 32),
  cpuShares: pair(512, 256),
  cpuPeriod: pair(100_000, 50_000),
  cpuQuota: pair(50_000, 25_000),
  cpuSet: pair("0", "0-1"),
  cpus: pair("0.5", "1"),
  "ulimits[].name": pair(limit({}), limit({ name: "nproc" })),
  "ulimits[].soft": pair(limit({}), limit({ soft: 512 })),
  "ulimits[].hard": pair(limit({}), limit({ hard: 4096 })),
  ...throttle("deviceReadBps"),
  ...throttle("deviceReadIops"),
  ...throttle("deviceWriteBps"),
  ...throttle("deviceWriteIops"),
  "storageOpts{}": unmade("needs a file system with quotas", { size: "10G" }, { size: "20G" }),
  privileged: pair(false, true),
  readOnly: pair(false, true),
  "capabilities.adds[]": pair({ adds: ["NET_ADMIN"] }, { adds: ["NET_RAW"] }),
  "capabilities.drops[]": pair({ drops: ["NET_ADMIN"] }, { drops: ["NET_RAW"] }),
  "securityOpts[]": pair(["no-new-privileges"], ["label=disable"]),
  "groupAdds[]": pair(["10"], ["20"]),
  "deviceCgroupRules[]": pair(["c 1:3 r"], ["c 1:3 rw"]),
  ipcMode: pair("shareable", "private"),
  pidMode: pair("host", undefined),
  usernsMode: pair("host", undefined),
  cgroupnsMode: pair("host", "private"),
  cgroupParent: pair("/one", "/other"),
  runtime: pair("runc", "io.containerd.runc.v2"),
  init: pair(true, false),
  "sysctls{}": pair({ "net.ipv4.ip_forward": "1" }, { "net.ipv4.ip_forward": "0" }),
  "devices[].hostPath": pair(device({}), device({ hostPath: "/dev/zero" })),
  "devices[].containerPath": pair(device({}), device({ containerPath: "/dev/other" })),
  "devices[].permissions": pair(device({}), device({ permissions: "r" })),
  "deviceRequests[].driver": pair(request({}), request({ driver: "other" })),
  "deviceRequests[].count": pair(request({}), request({ count: 2 })),
  "deviceRequests[].deviceIds[]": pair([{ driver: "acme", deviceIds: ["1"] }], [{ driver: "acme", deviceIds: ["2"] }]),
  "deviceRequests[].capabilities[]": pair(request({ capabilities: ["a"] }), request({ capabilities: ["b"] })),
  "deviceRequests[].options{}": pair(request({ options: { a: "1" } }), request({ options: { a: "2" } })),
  gpus: pair("all", "device=0"),
};
