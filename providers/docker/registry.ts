import { container } from "./container/container.ts";
import type { PackageFunction } from "./function.ts";
import { getLogs } from "./functions/get-logs.ts";
import { getNetwork } from "./functions/get-network.ts";
import { getRegistryImage } from "./functions/get-registry-image.ts";
import { getRemoteImage } from "./functions/get-remote-image.ts";
import { image } from "./image/image.ts";
import { registryImage } from "./image/registry-image.ts";
import { remoteImage } from "./image/remote-image.ts";
import { tag } from "./image/tag.ts";
import { network } from "./network/network.ts";
import type { Resource } from "./resource.ts";
import { volume } from "./volume/volume.ts";

/** Resources by type. Method syntax lets each keep its own live type behind `unknown`. */
export const resources: readonly Resource<unknown>[] = [
  network,
  container,
  volume,
  remoteImage,
  image,
  registryImage,
  tag,
];

export const functions: readonly PackageFunction[] = [getNetwork, getRemoteImage, getRegistryImage, getLogs];

const BACK =
  'To use the official plugin instead, delete the "plugins" lines of Pulumi.yaml and run "pulumi install"; what that ' +
  "keeps and what it makes anew is in docs/docker.md, under The official plugin.";

export function resourceOf(type: string): Resource<unknown> {
  const found = resources.find((resource) => resource.type === type);
  if (found) return found;
  const served = resources.map((resource) => resource.type.split(":").at(-1)).join(", ");
  throw new Error(`This provider does not serve ${type}; it serves ${served}. ${BACK}`);
}

export function functionOf(token: string): PackageFunction {
  const found = functions.find((one) => one.token === token);
  if (found) return found;
  const served = functions.map((one) => one.token.split(":").at(-1)).join(", ");
  throw new Error(`This provider does not serve the function ${token}; it serves ${served}. ${BACK}`);
}
