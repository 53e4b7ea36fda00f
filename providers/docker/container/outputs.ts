import type { Values } from "../values.ts";
import { publishedPorts } from "./checks/ports.ts";
import { networksOf } from "./inputs/attachment.ts";
import type { LiveContainer } from "./live-container.ts";

/** What programs read of a container: its inputs, and what the engine made of everything else. */
export function containerOutputs(live: LiveContainer, inputs: Values): Values {
  const { inspect, logs } = live;
  const { Config: config, HostConfig: host, NetworkSettings: settings } = inspect;
  const entrypoints = typeof config.Entrypoint === "string" ? [config.Entrypoint] : (config.Entrypoint ?? []);
  return {
    bridge: settings.Bridge ?? "",
    command: config.Cmd ?? [],
    entrypoints,
    envs: config.Env ?? [],
    hostname: config.Hostname ?? "",
    init: host.Init ?? false,
    ipcMode: host.IpcMode ?? "",
    logDriver: host.LogConfig?.Type ?? "",
    runtime: host.Runtime ?? "",
    securityOpts: host.SecurityOpt ?? [],
    shmSize: (host.ShmSize ?? 0) / 1048576,
    stopSignal: config.StopSignal ?? "",
    stopTimeout: config.StopTimeout ?? 0,
    ...inputs,
    ...(inputs.ports ? { ports: publishedPorts(inputs.ports, settings.Ports) } : {}),
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
