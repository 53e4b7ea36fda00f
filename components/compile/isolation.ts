import type { ContainerArgs } from "@pulumi/docker";
import { compact, filled } from "../../topology/compact.ts";
import type { Isolation } from "../../topology/isolation.ts";

/** What `compileIsolation` decides. */
export const ISOLATION_PROPERTIES = [
  "privileged",
  "capabilities",
  "securityOpts",
  "devices",
  "readOnly",
  "tmpfs",
  "shmSize",
] as const satisfies readonly (keyof ContainerArgs)[];

type Compiled = Pick<ContainerArgs, (typeof ISOLATION_PROPERTIES)[number]>;

/** What a container may, as @pulumi/docker takes it. */
export function compileIsolation(isolation: Isolation): Compiled {
  const { privileged, capAdd, capDrop, securityOpt, devices, readOnly, tmpfs, shmSize } = isolation;
  return compact({
    privileged: privileged || undefined,
    capabilities: capAdd.length + capDrop.length > 0 ? { adds: capAdd, drops: capDrop } : undefined,
    securityOpts: filled(securityOpt),
    devices: filled(devices),
    readOnly: readOnly || undefined,
    tmpfs: tmpfs.length > 0 ? Object.fromEntries(tmpfs.map(({ path, options }) => [path, options])) : undefined,
    shmSize,
  });
}
