import { isDeepStrictEqual } from "node:util";
import type { PortBinding } from "../../../engine/types.ts";
import type { Session } from "../session.ts";
import { isValues, UNKNOWN, type Value, type Values } from "../values.ts";
import { foreseenPorts, type Port, publishedPorts } from "./checks/ports.ts";
import { networksOf } from "./inputs/attachment.ts";
import { healthcheckOf } from "./inputs/process.ts";
import type { LiveContainer } from "./live-container.ts";

/** What the official plugin says of an input that is not declared, whatever the host. */
export const containerDefaults: Values = {
  attach: false,
  containerReadRefreshTimeoutMilliseconds: 15_000,
  envs: [],
  labels: [],
  logs: false,
  mustRun: true,
  networkMode: "bridge",
  publishAllPorts: false,
  readOnly: false,
  removeVolumes: true,
  restart: "no",
  rm: false,
  start: true,
  stdinOpen: false,
  tty: false,
  wait: false,
  waitTimeout: 60,
};

const MB = 1024 * 1024;

/** What programs read of a container: its inputs, and what the engine made of everything else. */
export function containerOutputs(live: LiveContainer, inputs: Values): Values {
  const { inspect, logs } = live;
  const { NetworkSettings: settings } = inspect;
  return {
    ...chosen(live),
    ...inputs,
    ...wholeMegabytes(inputs),
    ...(inputs.healthcheck ? { healthcheck: wholeCheck(inputs.healthcheck) } : {}),
    ...(inputs.ports ? { ports: livePorts(inputs.ports, settings.Ports) } : {}),
    ...(inputs.uploads ? { uploads: wholeUploads(inputs.uploads) } : {}),
    exitCode: inspect.State.ExitCode,
    containerLogs: logs ?? "",
    networkDatas: Object.entries(networksOf(live)).map(([networkName, endpoint]) => ({
      networkName,
      ipAddress: endpoint.IPAddress ?? "",
      ipPrefixLength: endpoint.IPPrefixLen ?? 0,
      gateway: endpoint.Gateway ?? "",
      globalIpv6Address: endpoint.GlobalIPv6Address ?? "",
      globalIpv6PrefixLength: endpoint.GlobalIPv6PrefixLen ?? 0,
      ipv6Gateway: endpoint.IPv6Gateway ?? "",
      macAddress: endpoint.MacAddress ?? "",
    })),
  };
}

/** A network made anew gives its containers other addresses, and the engine chooses the host ports anew that are left to it. */
export function outdatedOutputs(live: LiveContainer, inputs: Values, recorded: Values, session: Session): string[] {
  const moves = Object.values(networksOf(live)).some(({ NetworkID = "" }) => session.isReplaced(NetworkID));
  const chosen = ((inputs.ports ?? []) as Port[]).some(({ external }) => !external);
  const now = containerOutputs(live, inputs);
  const { networkDatas = now.networkDatas, ports = now.ports } = recorded;
  return [
    ...(moves || !isDeepStrictEqual(networkDatas, now.networkDatas) ? ["networkDatas"] : []),
    ...(chosen && (moves || !isDeepStrictEqual(hostPorts(ports, now.ports), hostPorts(now.ports))) ? ["ports"] : []),
  ];
}

/** The ports of the host, with those of another record where there is none in this one. */
function hostPorts(ports: Value | undefined, other: Value = []): unknown[] {
  return ((ports ?? []) as Port[]).map(({ external }, i) => external ?? (other as Port[])[i]?.external);
}

/** As whole numbers, which is what the official plugin knows of them. */
function wholeMegabytes(inputs: Values): Values {
  const limits = ["memory", "memoryReservation", "memorySwap", "shmSize"].map((name) => [name, inputs[name]] as const);
  return Object.fromEntries(
    limits.flatMap(([name, value]) => (typeof value === "number" ? [[name, Math.floor(value)]] : [])),
  );
}

/** What the engine, its configuration and the image decided where nothing was declared. */
function chosen({ inspect }: LiveContainer): Values {
  const { Config: config, HostConfig: host, NetworkSettings: settings } = inspect;
  const entrypoints = typeof config.Entrypoint === "string" ? [config.Entrypoint] : (config.Entrypoint ?? []);
  return {
    bridge: settings.Bridge ?? "",
    command: config.Cmd ?? [],
    cpuSet: host.CpusetCpus ?? "",
    cpuShares: host.CpuShares ?? 0,
    dns: host.Dns ?? [],
    dnsOpts: host.DnsOptions ?? [],
    dnsSearches: host.DnsSearch ?? [],
    domainname: config.Domainname ?? "",
    entrypoints,
    groupAdds: host.GroupAdd ?? [],
    healthcheck: wholeCheck({ ...healthcheckOf(config.Healthcheck) }),
    hostname: config.Hostname ?? "",
    init: host.Init ?? false,
    ipcMode: host.IpcMode ?? "",
    logDriver: host.LogConfig?.Type ?? "",
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    memory: Math.floor((host.Memory ?? 0) / MB),
    memorySwap: (host.MemorySwap ?? 0) > 0 ? Math.floor((host.MemorySwap ?? 0) / MB) : (host.MemorySwap ?? 0),
    pidMode: host.PidMode ?? "",
    platform: inspect.Platform ?? "linux",
    privileged: host.Privileged ?? false,
    runtime: host.Runtime ?? "",
    securityOpts: host.SecurityOpt ?? [],
    shmSize: Math.floor((host.ShmSize ?? 0) / MB),
    stopSignal: config.StopSignal ?? "",
    stopTimeout: config.StopTimeout ?? 0,
    user: config.User ?? "",
    usernsMode: host.UsernsMode ?? "",
    workingDir: config.WorkingDir ?? "",
  };
}

/** The declared items with what the official plugin fills in, as far as a preview can know it. */
export function completedInputs({ ports, healthcheck, uploads }: Values, outputs: Values): Values {
  return {
    ...(ports ? { ports: foreseenPorts(wholePorts(ports), outputs.ports) } : {}),
    ...(healthcheck ? { healthcheck: wholeCheck(healthcheck) } : {}),
    ...(uploads ? { uploads: wholeUploads(uploads) } : {}),
  };
}

/** Ports as they are published; 0 is the host port of one that is not, because its container does not run. */
function livePorts(declared: Value, published: Readonly<Record<string, PortBinding[] | null>> | null | undefined) {
  return whole(publishedPorts(wholePorts(declared), published), { external: 0 });
}

const wholePorts = (ports: Value) => whole(ports, { ip: "0.0.0.0", protocol: "tcp" });

const wholeUploads = (uploads: Value) => whole(uploads, { executable: false });

function wholeCheck(declared: Value): Value {
  const times = { interval: "0s", timeout: "0s", startPeriod: "0s", startInterval: "0s" };
  return isValues(declared) ? { tests: [], ...times, retries: 0, ...declared } : declared;
}

function whole(items: Value, filled: Values): Value {
  if (!Array.isArray(items)) return UNKNOWN;
  return items.map((item) => (isValues(item) ? { ...filled, ...item } : item));
}
