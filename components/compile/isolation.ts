import type { ContainerArgs } from "@pulumi/docker";
import { compact } from "../../topology/compact.ts";
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
    securityOpts: securityOpt.length > 0 ? securityOpt : undefined,
    devices: devices.length > 0 ? devices.map(device) : undefined,
    readOnly: readOnly || undefined,
    tmpfs: tmpfs.length > 0 ? Object.fromEntries(tmpfs.map(folder)) : undefined,
    shmSize,
  });
}

/** `/dev/NAME[:/dev/INSIDE][:rwm]`. */
function device(text: string) {
  const [hostPath = "", ...more] = text.split(":");
  const inside = more.find((part) => part.startsWith("/"));
  const permissions = more.find((part) => !part.startsWith("/"));
  return { hostPath, ...compact({ containerPath: inside, permissions }) };
}

/** `/path[:OPTIONS]`. */
function folder(text: string): [path: string, options: string] {
  const [path = "", options = ""] = text.split(":");
  return [path, options];
}
