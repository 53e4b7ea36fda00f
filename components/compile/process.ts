import type { ContainerArgs } from "@pulumi/docker";
import { compact, filled, mapped } from "../../topology/compact.ts";
import type { Process } from "../../topology/process.ts";
import { marked } from "./secret.ts";

/** What `compileProcess` decides. */
export const PROCESS_PROPERTIES = [
  "user",
  "groupAdds",
  "workingDir",
  "tty",
  "init",
  "stopSignal",
  "stopTimeout",
  "ulimits",
  "logDriver",
  "logOpts",
] as const satisfies readonly (keyof ContainerArgs)[];

type Compiled = Pick<ContainerArgs, (typeof PROCESS_PROPERTIES)[number]>;

/** How a container's process runs, as @pulumi/docker takes it. */
export function compileProcess(process: Process): Compiled {
  const { user, groupAdd, workingDir, tty, init, stopSignal, stopTimeout, ulimits, logging } = process;
  return compact({
    ...{ user, workingDir, init, stopSignal, stopTimeout },
    tty: tty || undefined,
    groupAdds: filled(groupAdd),
    ulimits: filled(Object.entries(ulimits).map(([name, limit]) => ({ name, ...limit }))),
    logDriver: logging?.driver,
    logOpts: logging && Object.keys(logging.options).length > 0 ? mapped(logging.options, marked) : undefined,
  });
}
