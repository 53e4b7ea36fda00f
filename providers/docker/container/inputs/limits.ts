import type { types } from "@pulumi/docker";
import type { HostConfig, ThrottleDevice } from "../../../../engine/types.ts";
import { Invalid } from "../../../../net/invalid.ts";
import type { Change, Properties, Property } from "../../property.ts";
import { count, list, number, record, type Shape, text, textMap, textOf } from "../../shape.ts";
import { filledList, filledMap } from "../../values.ts";
import type { LiveContainer } from "../live-container.ts";

const MB = 1024 * 1024;
/** A limit that was set in bytes is a fraction of a megabyte, and an import has to say just that. */
const megabytesShape: Shape = { kind: "number", least: 0, fraction: true };
const bytes = (megabytes: number) => Math.round(megabytes * MB);

/** A limit can be set and changed on a living container; the engine has no way to take one away again. */
const limited = {
  change: "update",
  changeOf: (want: unknown): Change => (want === undefined ? "replace" : "update"),
} as const;

const megabytes = (read: (host: HostConfig) => number | undefined): Pick<Property<LiveContainer>, "live"> => ({
  live: ({ inspect }) => (read(inspect.HostConfig) ?? 0) / MB || undefined,
});

const plain = (read: (host: HostConfig) => number | string | undefined): Pick<Property<LiveContainer>, "live"> => ({
  live: ({ inspect }) => read(inspect.HostConfig) || undefined,
});

const throttled = (read: (host: HostConfig) => ThrottleDevice[] | null | undefined): Property<LiveContainer> => ({
  shape: list(record({ path: text, rate: count }, "path", "rate")),
  live: ({ inspect }) => filledList(read(inspect.HostConfig)?.map(({ Path, Rate }) => ({ path: Path, rate: Rate }))),
  canonical: (devices: readonly object[]) => filledList(devices),
  key: ({ path }: { path: string }) => path,
  change: "replace",
});

const zeroIsNone = (value: number) => value || undefined;

export const limitProperties: Properties<LiveContainer> = {
  memory: { shape: megabytesShape, ...megabytes((host) => host.Memory), canonical: zeroIsNone, ...limited },
  memoryReservation: {
    shape: megabytesShape,
    ...megabytes((host) => host.MemoryReservation),
    canonical: zeroIsNone,
    ...limited,
  },
  memorySwap: {
    shape: { kind: "number", least: -1, fraction: true },
    live: ({ inspect }) => swap(inspect.HostConfig.MemorySwap),
    canonical: (value: number, live: LiveContainer) =>
      live.info.SwapLimit === false ? swap(live.inspect.HostConfig.MemorySwap) : zeroIsNone(value),
    absent: defaultSwap,
    ...limited,
  },
  shmSize: {
    shape: megabytesShape,
    ...megabytes((host) => host.ShmSize),
    usual: () => 64,
    engineDefault: true,
    change: "replace",
  },
  cpuShares: { shape: count, ...plain((host) => host.CpuShares), canonical: zeroIsNone, ...limited },
  cpuPeriod: { shape: count, ...plain((host) => host.CpuPeriod), canonical: zeroIsNone, ...limited },
  cpuQuota: { shape: number(-1), ...plain((host) => host.CpuQuota), canonical: zeroIsNone, ...limited },
  cpuSet: {
    shape: textOf(cpuSetRule),
    live: ({ inspect }) => cpuList(inspect.HostConfig.CpusetCpus),
    imported: ({ inspect }) => inspect.HostConfig.CpusetCpus || undefined,
    canonical: cpuList,
    ...limited,
  },
  cpus: {
    shape: textOf(cpusRule),
    live: ({ inspect }) => (inspect.HostConfig.NanoCpus ? String(inspect.HostConfig.NanoCpus / 1e9) : undefined),
    canonical: (cpus: string) => (Number(cpus) > 0 ? String(Number(cpus)) : undefined),
    ...limited,
  },
  ulimits: {
    shape: list(record({ name: text, soft: number(-1), hard: number(-1) }, "name", "soft", "hard")),
    live: (live, { inputs, before }) => {
      const said = [inputs.ulimits, before.ulimits].flat() as ({ name?: string } | undefined)[];
      return filledList(liveUlimits(live)?.filter(({ name }) => said.some((one) => one?.name === name)));
    },
    imported: liveUlimits,
    key: ({ name }: { name: string }) => name,
    engineDefault: true,
    change: "replace",
  },
  deviceReadBps: throttled((host) => host.BlkioDeviceReadBps),
  deviceReadIops: throttled((host) => host.BlkioDeviceReadIOps),
  deviceWriteBps: throttled((host) => host.BlkioDeviceWriteBps),
  deviceWriteIops: throttled((host) => host.BlkioDeviceWriteIOps),
  storageOpts: {
    shape: textMap,
    live: ({ inspect }) => filledMap(inspect.HostConfig.StorageOpt),
    canonical: filledMap,
    change: "replace",
  },
};

function liveUlimits({ inspect }: LiveContainer) {
  return filledList(inspect.HostConfig.Ulimits?.map((one) => ({ name: one.Name, soft: one.Soft, hard: one.Hard })));
}

function swap(bytes: number | undefined): number | undefined {
  return bytes === -1 ? -1 : (bytes ?? 0) / MB || undefined;
}

/** The engine allows as much swap as memory where nothing is said, and says so. */
function defaultSwap({ inspect, info }: LiveContainer): number | undefined {
  const { Memory = 0, MemorySwap } = inspect.HostConfig;
  if (info.SwapLimit === false || MemorySwap === -1) return swap(MemorySwap);
  return Memory > 0 ? (2 * Memory) / MB : undefined;
}

function cpusRule(text: string): void {
  if (!/^[0-9]+(\.[0-9]+)?$/.test(text))
    throw new Invalid(text, "not a number of CPUs", "write 1.5 for one and a half");
}

function cpuSetRule(text: string): void {
  if (!/^([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?$/.test(text))
    throw new Invalid(text, "not a set of CPUs", "write 0-2,4");
}

/** More than Linux can count. */
const MOST_CPUS = 10_000;

/** Every CPU of a set once: `2,0-1` and `0-2` are the same. */
function cpuList(set = ""): string | undefined {
  const ranges = (set || undefined)?.split(",").map((range) => range.split("-").map(Number));
  if (!ranges || ranges.flat().some((cpu) => cpu > MOST_CPUS)) return set || undefined;
  const cpus = ranges.flatMap(([first = 0, last = first]) =>
    Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i),
  );
  return [...new Set(cpus)].sort((a, b) => a - b).join(",");
}

export interface LimitInputs {
  memory?: number;
  memoryReservation?: number;
  memorySwap?: number;
  shmSize?: number;
  cpuShares?: number;
  cpuPeriod?: number;
  cpuQuota?: number;
  cpuSet?: string;
  cpus?: string;
  ulimits?: types.output.ContainerUlimit[];
  deviceReadBps?: types.output.ContainerDeviceReadBp[];
  deviceReadIops?: types.output.ContainerDeviceReadIop[];
  deviceWriteBps?: types.output.ContainerDeviceWriteBp[];
  deviceWriteIops?: types.output.ContainerDeviceWriteIop[];
  storageOpts?: Record<string, string>;
}

/** The limits that the engine can change on a living container; without swap said, as much of it as memory. */
export function changeableLimits(inputs: LimitInputs): Partial<HostConfig> {
  const { memory, memorySwap } = inputs;
  return {
    ...(memory ? { Memory: bytes(memory), MemorySwap: 2 * bytes(memory) } : {}),
    ...(memorySwap ? { MemorySwap: memorySwap === -1 ? -1 : bytes(memorySwap) } : {}),
    ...(inputs.memoryReservation ? { MemoryReservation: bytes(inputs.memoryReservation) } : {}),
    ...(inputs.cpuShares ? { CpuShares: inputs.cpuShares } : {}),
    ...(inputs.cpuPeriod ? { CpuPeriod: inputs.cpuPeriod } : {}),
    ...(inputs.cpuQuota ? { CpuQuota: inputs.cpuQuota } : {}),
    ...(inputs.cpuSet ? { CpusetCpus: inputs.cpuSet } : {}),
    ...(Number(inputs.cpus ?? 0) > 0 ? { NanoCpus: Math.round(Number(inputs.cpus) * 1e9) } : {}),
  };
}

export function limitBody(inputs: LimitInputs): Partial<HostConfig> {
  const throttle = (devices: { path: string; rate: number }[] = []) =>
    devices.map(({ path, rate }) => ({ Path: path, Rate: rate }));
  return {
    ...changeableLimits(inputs),
    ...(inputs.shmSize ? { ShmSize: bytes(inputs.shmSize) } : {}),
    ...(inputs.ulimits
      ? { Ulimits: inputs.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })) }
      : {}),
    BlkioDeviceReadBps: throttle(inputs.deviceReadBps),
    BlkioDeviceReadIOps: throttle(inputs.deviceReadIops),
    BlkioDeviceWriteBps: throttle(inputs.deviceWriteBps),
    BlkioDeviceWriteIOps: throttle(inputs.deviceWriteIops),
    ...(inputs.storageOpts ? { StorageOpt: inputs.storageOpts } : {}),
  };
}
