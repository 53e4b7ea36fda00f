import type { types } from "@pulumi/docker";
import type { HostConfig, Mount } from "../../../../engine/types.ts";
import { labelList, labelMap } from "../../labels.ts";
import type { Declared, Properties } from "../../property.ts";
import { choice, count, flag, list, record, text, textMap } from "../../shape.ts";
import { filledList, filledMap, hasUnknown, plainPath } from "../../values.ts";
import type { LiveContainer } from "../live-container.ts";
import { plainTmpfs } from "./tmpfs.ts";

const change = "replace";

export const storageProperties: Properties<LiveContainer> = {
  volumes: {
    shape: list(
      record({
        containerPath: text,
        hostPath: text,
        volumeName: text,
        fromContainer: text,
        readOnly: flag,
        selinuxRelabel: choice("z", "Z"),
      }),
    ),
    live: liveVolumes,
    canonical: (volumes: Volume[]) => filledList(volumes.map(plainVolume)),
    key: (volume: Volume) => plainPath(volume.containerPath) ?? `from ${volume.fromContainer}`,
    change,
  },
  mounts: {
    shape: list(
      record(
        {
          target: text,
          type: choice("bind", "volume", "tmpfs", "npipe", "cluster", "image"),
          source: text,
          readOnly: flag,
          bindOptions: record({ propagation: text }),
          tmpfsOptions: record({ mode: count, sizeBytes: count }),
          volumeOptions: record({
            driverName: text,
            driverOptions: textMap,
            labels: list(record({ label: text, value: text }, "label", "value")),
            noCopy: flag,
            subpath: text,
          }),
        },
        "target",
        "type",
      ),
    ),
    live: ({ inspect }) => filledList(inspect.HostConfig.Mounts?.map(fromMount)),
    canonical: (mounts: ContainerMount[]) => filledList(mounts.map((mount) => fromMount(toMount(mount)))),
    key: (mount: ContainerMount) => plainPath(mount.target) ?? "",
    change,
  },
  tmpfs: {
    shape: textMap,
    live: ({ inspect }) => byPath(inspect.HostConfig.Tmpfs, plainTmpfs),
    imported: ({ inspect }) => byPath(inspect.HostConfig.Tmpfs),
    canonical: (tmpfs: Record<string, string>) => byPath(tmpfs, plainTmpfs),
    change,
  },
};

type Volume = Partial<types.output.ContainerVolume>;
type ContainerMount = Partial<types.output.ContainerMount>;

export interface StorageInputs {
  volumes?: Volume[];
  mounts?: ContainerMount[];
  tmpfs?: Record<string, string>;
}

export function storageBody({ volumes = [], mounts, tmpfs }: StorageInputs): Partial<HostConfig> {
  const from = volumes.filter((volume) => volume.fromContainer);
  return {
    Binds: volumes.flatMap((volume) => toBind(volume) ?? []),
    VolumesFrom: from.map(({ fromContainer, readOnly }) => `${fromContainer}${readOnly ? ":ro" : ""}`),
    ...(mounts ? { Mounts: mounts.map(toMount) } : {}),
    ...(tmpfs ? { Tmpfs: tmpfs } : {}),
  };
}

/** Paths for which the engine makes a volume of its own. */
export function anonymousVolumes({ volumes = [] }: StorageInputs): Record<string, object> | undefined {
  const paths = volumes.filter(isAnonymous);
  return paths.length > 0 ? Object.fromEntries(paths.map(({ containerPath }) => [containerPath, {}])) : undefined;
}

function isAnonymous({ containerPath, hostPath, volumeName, fromContainer }: Volume): boolean {
  return Boolean(containerPath && !hostPath && !volumeName && !fromContainer);
}

function toBind(volume: Volume): string | undefined {
  const source = volume.hostPath ?? volume.volumeName;
  if (!source || !volume.containerPath) return undefined;
  const options = [volume.readOnly ? "ro" : "rw", volume.selinuxRelabel].filter(Boolean).join(",");
  return `${source}:${volume.containerPath}:${options}`;
}

function plainVolume(volume: Volume): Volume {
  const { containerPath, hostPath, volumeName, fromContainer, readOnly, selinuxRelabel } = volume;
  return {
    ...(containerPath ? { containerPath: plainPath(containerPath) ?? "" } : {}),
    ...(hostPath ? { hostPath: plainPath(hostPath) ?? "" } : volumeName ? { volumeName } : {}),
    ...(fromContainer ? { fromContainer } : {}),
    ...(readOnly ? { readOnly } : {}),
    ...(selinuxRelabel ? { selinuxRelabel } : {}),
  };
}

/** Mount points by their plain paths, with their options. */
function byPath(map: Record<string, string> | null | undefined, spell = (options: string) => options) {
  const mounts = Object.entries(map ?? {}).map(([path, options]) => [plainPath(path), spell(options)]);
  return filledMap<string>(Object.fromEntries(mounts));
}

function liveVolumes({ inspect, image }: LiveContainer, { before }: Declared): readonly Volume[] | undefined {
  const binds = (inspect.HostConfig.Binds ?? []).map((bind) => {
    const [source = "", containerPath = "", options = ""] = bind.split(":");
    const words = options.split(",");
    const relabel = words.find((word) => word === "z" || word === "Z");
    return plainVolume({
      containerPath,
      ...(source.startsWith("/") ? { hostPath: source } : { volumeName: source }),
      readOnly: words.includes("ro"),
      ...(relabel ? { selinuxRelabel: relabel } : {}),
    });
  });
  const from = (inspect.HostConfig.VolumesFrom ?? []).map((one) => {
    const [fromContainer = "", mode] = one.split(":");
    return plainVolume({ fromContainer, readOnly: mode === "ro" });
  });
  const bound = new Set(binds.map(({ containerPath }) => containerPath));
  const last = hasUnknown(before.volumes) ? [] : ((before.volumes ?? []) as Volume[]);
  // A volume that the image asks for is there in any case; it counts where it was declared as well.
  const said = new Set(last.filter(isAnonymous).map((one) => plainPath(one.containerPath)));
  const anonymous = Object.keys(inspect.Config.Volumes ?? {}).map((path) => [path, plainPath(path) ?? ""] as const);
  const own = anonymous.filter(([path, plain]) => (!image.Volumes?.[path] || said.has(plain)) && !bound.has(plain));
  return filledList([...binds, ...from, ...own.map(([, containerPath]) => ({ containerPath }))]);
}

function toMount(mount: ContainerMount): Mount {
  const { type = "", target = "", source, readOnly, bindOptions, tmpfsOptions, volumeOptions } = mount;
  const { driverName, driverOptions, labels, noCopy, subpath } = volumeOptions ?? {};
  const driver = { Name: driverName ?? "", Options: driverOptions ?? {} };
  return {
    Type: type,
    Target: target,
    ...(source ? { Source: source } : {}),
    ...(readOnly ? { ReadOnly: true } : {}),
    ...(bindOptions?.propagation ? { BindOptions: { Propagation: bindOptions.propagation } } : {}),
    ...(tmpfsOptions
      ? {
          TmpfsOptions: {
            ...(tmpfsOptions.sizeBytes ? { SizeBytes: tmpfsOptions.sizeBytes } : {}),
            ...(tmpfsOptions.mode ? { Mode: tmpfsOptions.mode } : {}),
          },
        }
      : {}),
    ...(volumeOptions
      ? {
          VolumeOptions: {
            ...(noCopy ? { NoCopy: true } : {}),
            ...(labels?.length ? { Labels: labelMap(labels) } : {}),
            ...(subpath ? { Subpath: subpath } : {}),
            ...(driverName || driverOptions ? { DriverConfig: driver } : {}),
          },
        }
      : {}),
  };
}

function fromMount(mount: Mount): ContainerMount {
  const { BindOptions: bind, TmpfsOptions: tmpfs, VolumeOptions: volume } = mount;
  const volumeOptions = {
    ...(volume?.DriverConfig?.Name ? { driverName: volume.DriverConfig.Name } : {}),
    ...(filledMap(volume?.DriverConfig?.Options) ? { driverOptions: volume?.DriverConfig?.Options ?? {} } : {}),
    ...(filledMap(volume?.Labels) ? { labels: labelList(volume?.Labels ?? {}) ?? [] } : {}),
    ...(volume?.NoCopy ? { noCopy: true } : {}),
    ...(volume?.Subpath ? { subpath: volume.Subpath } : {}),
  };
  const tmpfsOptions = {
    ...(tmpfs?.Mode ? { mode: tmpfs.Mode } : {}),
    ...(tmpfs?.SizeBytes ? { sizeBytes: tmpfs.SizeBytes } : {}),
  };
  return {
    type: mount.Type,
    target: plainPath(mount.Target) ?? "",
    ...(mount.Source ? { source: mount.Source.startsWith("/") ? (plainPath(mount.Source) ?? "") : mount.Source } : {}),
    ...(mount.ReadOnly ? { readOnly: true } : {}),
    ...(bind?.Propagation ? { bindOptions: { propagation: bind.Propagation } } : {}),
    ...(Object.keys(tmpfsOptions).length > 0 ? { tmpfsOptions } : {}),
    ...(Object.keys(volumeOptions).length > 0 ? { volumeOptions } : {}),
  };
}
