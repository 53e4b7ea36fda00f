import type { types } from "@pulumi/docker";
import { older } from "../../../../engine/api-version.ts";
import type { Fault, Path } from "../../../../validation/fault.ts";
import type { Context } from "../../resource.ts";
import type { Values } from "../../values.ts";
import type { Attachment } from "../inputs/attachment.ts";

/** The first release of Docker Engine that speaks a version of the API. */
const RELEASES = { "1.41": "20.10", "1.42": "23.0", "1.44": "25.0", "1.45": "26.0", "1.48": "28.0" } as const;

interface Demand {
  path: Path;
  needs: keyof typeof RELEASES;
}

/** Inputs that the engine at hand is too old for; it would drop them without a word. */
export async function oldEngineFaults(inputs: Values, { engine }: Context): Promise<Fault[]> {
  const demands = [...ofNetworks(inputs), ...ofMounts(inputs), ...ofProcess(inputs)];
  if (demands.length === 0) return [];
  const api = await engine.version();
  return demands
    .filter(({ needs }) => older(api, needs))
    .map(({ path, needs }) => ({
      path,
      rule: `needs Docker Engine ${RELEASES[needs]} (API ${needs}), and this one speaks API ${api}`,
      fix: "leave it out, or update the engine",
    }));
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

function demand(used: unknown, path: Path, needs: keyof typeof RELEASES): Demand[] {
  return used ? [{ path, needs }] : [];
}
