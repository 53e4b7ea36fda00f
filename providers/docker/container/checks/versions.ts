import type { types } from "@pulumi/docker";
import type { Fault } from "../../../../validation/fault.ts";
import { type Demand, demand, tooOldFor } from "../../old-engine.ts";
import type { Context } from "../../resource.ts";
import type { Values } from "../../values.ts";
import type { Attachment } from "../inputs/attachment.ts";

/** Inputs that the engine at hand is too old for. */
export async function oldEngineFaults(inputs: Values, context: Context): Promise<Fault[]> {
  return await tooOldFor([...ofNetworks(inputs), ...ofMounts(inputs), ...ofProcess(inputs)], context);
}

function ofNetworks({ networksAdvanced = [] }: Values): Demand[] {
  const listed = networksAdvanced as Attachment[];
  const first = listed.find(({ macAddress }) => macAddress);
  return listed.flatMap((one, i) => [
    ...demand(one.gwPriority, ["networksAdvanced", i, "gwPriority"], "1.48"),
    ...demand(one !== first && one.macAddress, ["networksAdvanced", i, "macAddress"], "1.44"),
  ]);
}

function ofMounts({ mounts = [] }: Values): Demand[] {
  return (mounts as Partial<types.output.ContainerMount>[]).flatMap(({ type, volumeOptions }, i) => [
    ...demand(type === "cluster", ["mounts", i, "type"], "1.42"),
    ...demand(type === "image", ["mounts", i, "type"], "1.48"),
    ...demand(volumeOptions?.subpath, ["mounts", i, "volumeOptions", "subpath"], "1.45"),
  ]);
}

function ofProcess({ healthcheck, cgroupnsMode, platform }: Values): Demand[] {
  const { startInterval } = (healthcheck ?? {}) as Partial<types.output.ContainerHealthcheck>;
  return [
    ...demand(startInterval, ["healthcheck", "startInterval"], "1.44"),
    ...demand(cgroupnsMode, ["cgroupnsMode"], "1.41"),
    ...demand(platform, ["platform"], "1.41"),
  ];
}
