import type { types } from "@pulumi/docker";
import type { DeviceRequest, HostConfig } from "../../../../engine/types.ts";
import type { Declared, Properties, Property } from "../../property.ts";
import { choice, flag, list, number, record, text, textMap, textOf, texts } from "../../shape.ts";
import { filledList, filledMap, sorted } from "../../values.ts";
import { gpuRule } from "../checks/names.ts";
import type { LiveContainer } from "../live-container.ts";
import { liveShare, modeWithId, rejoins } from "./sharing.ts";

/** Isolation and privileges, all of them fixed when the container is made. */
const change = "replace";

const set = (read: (host: HostConfig) => string[] | null | undefined): Property<LiveContainer> => ({
  shape: texts,
  live: ({ inspect }) => sorted(read(inspect.HostConfig)),
  canonical: (items: string[]) => sorted(items),
  change,
});

/** `usual`: what the engine makes of none. */
const mode = (
  read: (host: HostConfig) => string | undefined,
  usual: (live: LiveContainer) => string | undefined = () => undefined,
): Property<LiveContainer> => ({
  shape: text,
  live: (live) => liveShare(read(live.inspect.HostConfig) ?? "", live) || undefined,
  imported: ({ inspect }) => read(inspect.HostConfig) || undefined,
  usual,
  canonical: (declared: string, live: LiveContainer) => modeWithId(declared, live) || undefined,
  engineDefault: true,
  change,
  changeOf: (want, have) => (rejoins(want, have) ? "update" : change),
});

const onOff = (read: (host: HostConfig) => boolean | undefined): Property<LiveContainer> => ({
  shape: flag,
  live: ({ inspect }) => read(inspect.HostConfig) ?? false,
  absent: () => false,
  change,
});

export const securityProperties: Properties<LiveContainer> = {
  privileged: onOff((host) => host.Privileged),
  readOnly: onOff((host) => host.ReadonlyRootfs),
  capabilities: {
    shape: record({ adds: texts, drops: texts }),
    live: ({ inspect }) => capabilities(inspect.HostConfig.CapAdd, inspect.HostConfig.CapDrop),
    canonical: ({ adds, drops }: Capabilities) => capabilities(adds, drops),
    change,
  },
  securityOpts: {
    ...set((host) => host.SecurityOpt),
    live: liveSecurityOpts,
    canonical: (options: string[]) => sorted(options.map(plainOption)),
    imported: ({ inspect: { HostConfig } }) =>
      sorted(HostConfig.SecurityOpt?.filter((one) => !isAdded(one, HostConfig))),
    engineDefault: true,
  },
  groupAdds: set((host) => host.GroupAdd),
  deviceCgroupRules: {
    shape: texts,
    live: ({ inspect }) => sorted(inspect.HostConfig.DeviceCgroupRules?.map(plainRule)),
    canonical: (rules: string[]) => sorted(rules.map(plainRule)),
    change,
  },
  ipcMode: mode(
    (host) => host.IpcMode,
    () => "private",
  ),
  pidMode: mode((host) => host.PidMode),
  usernsMode: mode((host) => host.UsernsMode),
  cgroupnsMode: { ...mode((host) => host.CgroupnsMode, usualCgroupns), shape: choice("private", "host") },
  cgroupParent: mode((host) => host.CgroupParent),
  runtime: mode(
    (host) => host.Runtime,
    ({ info }) => info.DefaultRuntime,
  ),
  init: { shape: flag, live: ({ inspect }) => inspect.HostConfig.Init ?? undefined, engineDefault: true, change },
  sysctls: {
    shape: textMap,
    live: ({ inspect }) => filledMap(inspect.HostConfig.Sysctls),
    canonical: filledMap,
    change,
  },
  devices: {
    shape: list(record({ hostPath: text, containerPath: text, permissions: text }, "hostPath")),
    live: ({ inspect }) => filledList(inspect.HostConfig.Devices?.map(fromDevice)),
    canonical: (devices: Device[]) => filledList(devices.map((device) => fromDevice(toDevice(device)))),
    key: (device: Device) => device.containerPath ?? "",
    change,
  },
  deviceRequests: {
    shape: list(record({ driver: text, count: number(-1), deviceIds: texts, capabilities: texts, options: textMap })),
    live: ({ inspect }) => filledList(inspect.HostConfig.DeviceRequests?.filter((one) => !isGpu(one)).map(fromRequest)),
    canonical: (requests: Request[]) => filledList(requests.map((request) => fromRequest(toRequest(request)))),
    change,
  },
  gpus: {
    shape: textOf(gpuRule),
    live: ({ inspect }) => fromGpu(inspect.HostConfig.DeviceRequests?.find(isGpu)),
    canonical: (gpus: string) => fromGpu(toGpu(gpus)),
    change,
  },
};

type Capabilities = Partial<types.output.ContainerCapabilities>;
type Device = Partial<types.output.ContainerDevice>;
type Request = Partial<types.output.ContainerDeviceRequest>;

export interface SecurityInputs {
  privileged?: boolean;
  readOnly?: boolean;
  capabilities?: Capabilities;
  securityOpts?: string[];
  groupAdds?: string[];
  deviceCgroupRules?: string[];
  ipcMode?: string;
  pidMode?: string;
  usernsMode?: string;
  cgroupnsMode?: string;
  cgroupParent?: string;
  runtime?: string;
  init?: boolean;
  sysctls?: Record<string, string>;
  devices?: Device[];
  deviceRequests?: Request[];
  gpus?: string;
}

export function securityBody(inputs: SecurityInputs): Partial<HostConfig> {
  const requests = [...(inputs.deviceRequests ?? []).map(toRequest), ...(inputs.gpus ? [toGpu(inputs.gpus)] : [])];
  return {
    Privileged: inputs.privileged ?? false,
    ReadonlyRootfs: inputs.readOnly ?? false,
    CapAdd: inputs.capabilities?.adds ?? [],
    CapDrop: inputs.capabilities?.drops ?? [],
    GroupAdd: inputs.groupAdds ?? [],
    DeviceCgroupRules: inputs.deviceCgroupRules ?? [],
    Devices: (inputs.devices ?? []).map(toDevice),
    DeviceRequests: requests,
    ...(inputs.securityOpts ? { SecurityOpt: inputs.securityOpts } : {}),
    ...(inputs.ipcMode ? { IpcMode: inputs.ipcMode } : {}),
    ...(inputs.pidMode ? { PidMode: inputs.pidMode } : {}),
    ...(inputs.usernsMode ? { UsernsMode: inputs.usernsMode } : {}),
    ...(inputs.cgroupnsMode ? { CgroupnsMode: inputs.cgroupnsMode } : {}),
    ...(inputs.cgroupParent ? { CgroupParent: inputs.cgroupParent } : {}),
    ...(inputs.runtime ? { Runtime: inputs.runtime } : {}),
    ...(inputs.init === undefined ? {} : { Init: inputs.init }),
    ...(inputs.sysctls ? { Sysctls: inputs.sysctls } : {}),
  };
}

function usualCgroupns({ info }: LiveContainer): string {
  return info.CgroupVersion === "1" ? "host" : "private";
}

/** Where namespaces are the host's, or nothing is kept apart, the engine adds `label=disable` by itself. */
function isAdded(option: string, { IpcMode, PidMode, Privileged }: HostConfig): boolean {
  return option === "label=disable" && (IpcMode === "host" || PidMode === "host" || Privileged === true);
}

/** With a host's pids or ipc the engine adds `label=disable` by itself. */
function liveSecurityOpts({ inspect }: LiveContainer, { inputs, before }: Declared): string[] | undefined {
  const said = [inputs.securityOpts, before.securityOpts].flat();
  const options = inspect.HostConfig.SecurityOpt ?? [];
  return sorted(options.filter((option) => option !== "label=disable" || said.includes(option)).map(plainOption));
}

/** The engine takes a colon for "=", and `no-new-privileges` alone for true. */
function plainOption(option: string): string {
  if (option === "no-new-privileges") return "no-new-privileges=true";
  return option.includes("=") ? option : option.replace(":", "=");
}

/** `CAP_NET_ADMIN`, `NET_ADMIN` and `net_admin` are the same one. */
function capabilities(adds: readonly string[] | null | undefined, drops: readonly string[] | null | undefined) {
  const names = (list: readonly string[] | null | undefined) =>
    sorted([...new Set(list?.map((name) => name.toUpperCase().replace(/^CAP_/, "")))]);
  const [added, dropped] = [names(adds), names(drops)];
  if (!added && !dropped) return undefined;
  return { ...(added ? { adds: added } : {}), ...(dropped ? { drops: dropped } : {}) };
}

function toDevice({ hostPath = "", containerPath = hostPath, permissions = "rwm" }: Device) {
  return { PathOnHost: hostPath, PathInContainer: containerPath, CgroupPermissions: permissions };
}

function fromDevice(device: { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }): Device {
  const { PathOnHost, PathInContainer, CgroupPermissions } = device;
  return { hostPath: PathOnHost, containerPath: PathInContainer, permissions: letters(CgroupPermissions) };
}

/** `c 1:3 wr` and `c 1:3 rw` allow the same. */
function plainRule(rule: string): string {
  return rule.replace(/[rwm]+$/, letters);
}

function letters(permissions: string): string {
  return [..."rwm"].filter((one) => permissions.includes(one)).join("");
}

function toRequest({ driver, count, deviceIds, capabilities: names, options }: Request): DeviceRequest {
  return {
    Driver: driver ?? "",
    Count: count ?? 0,
    DeviceIDs: deviceIds ?? [],
    Capabilities: names ? [names] : [],
    Options: options ?? {},
  };
}

function fromRequest(request: DeviceRequest): Request {
  const names = request.Capabilities?.[0];
  return {
    ...(request.Driver ? { driver: request.Driver } : {}),
    ...(request.Count ? { count: request.Count } : {}),
    ...(request.DeviceIDs?.length ? { deviceIds: sorted(request.DeviceIDs) ?? [] } : {}),
    ...(names?.length ? { capabilities: sorted(names) ?? [] } : {}),
    ...(filledMap(request.Options) ? { options: request.Options ?? {} } : {}),
  };
}

function isGpu({ Driver, Capabilities: names }: DeviceRequest): boolean {
  return !Driver && names?.length === 1 && names[0]?.length === 1 && names[0][0] === "gpu";
}

/** `docker run --gpus`: `all`, or `device=` with ids. */
function toGpu(gpus: string): DeviceRequest {
  const ids = gpus.startsWith("device=") ? gpus.slice("device=".length).split(",") : [];
  return { Driver: "", Count: ids.length > 0 ? 0 : -1, DeviceIDs: ids, Capabilities: [["gpu"]], Options: {} };
}

function fromGpu(request: DeviceRequest | undefined): string | undefined {
  if (!request) return undefined;
  return request.DeviceIDs?.length ? `device=${sorted(request.DeviceIDs)?.join(",")}` : "all";
}
