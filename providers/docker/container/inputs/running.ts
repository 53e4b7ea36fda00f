import type { types } from "@pulumi/docker";
import type { ContainerInspect, HostConfig } from "../../../../engine/types.ts";
import type { Declared, Properties } from "../../property.ts";
import { choice, count, flag, list, record, text, textMap } from "../../shape.ts";
import type { Values } from "../../values.ts";
import { filledMap, onlySaid } from "../../values.ts";
import type { LiveContainer } from "../live-container.ts";
import { uploadsChange, uploadsNow } from "./compare-uploads.ts";

/** How the container is run and ended. `remembered` ones are orders to this provider: the host keeps no trace. */
const order = (shape: Properties<LiveContainer>[string]["shape"], usual?: boolean | number) =>
  ({ shape, remembered: true, absent: () => usual, change: "update" }) as const;

export const runningProperties: Properties<LiveContainer> = {
  restart: {
    shape: choice("no", "on-failure", "always", "unless-stopped"),
    live: ({ inspect }) => inspect.HostConfig.RestartPolicy?.Name || "no",
    absent: () => "no",
    change: "update",
  },
  maxRetryCount: {
    shape: count,
    live: ({ inspect }) => inspect.HostConfig.RestartPolicy?.MaximumRetryCount ?? 0,
    absent: () => 0,
    change: "update",
  },
  mustRun: {
    shape: flag,
    live: hasToRun,
    absent: () => true,
    change: "update",
  },
  rm: {
    shape: flag,
    live: ({ inspect }) => inspect.HostConfig.AutoRemove ?? false,
    absent: () => false,
    change: "replace",
  },
  logDriver: {
    shape: text,
    live: ({ inspect }) => inspect.HostConfig.LogConfig?.Type,
    usual: ({ info }) => info.LoggingDriver,
    engineDefault: true,
    change: "replace",
  },
  logOpts: {
    shape: textMap,
    live: ({ inspect }, { inputs, before }) =>
      onlySaid(inspect.HostConfig.LogConfig?.Config, inputs.logOpts, before.logOpts),
    imported: ({ inspect }) => filledMap(inspect.HostConfig.LogConfig?.Config),
    canonical: filledMap,
    engineDefault: true,
    change: "replace",
  },
  platform: { shape: text, remembered: true, change: "replace" },
  uploads: {
    shape: list(
      record(
        {
          file: text,
          content: text,
          contentBase64: text,
          source: text,
          sourceHash: text,
          executable: flag,
          permissions: text,
          owner: text,
          group: text,
        },
        "file",
      ),
    ),
    live: uploadsNow,
    key: ({ file }: { file: string }) => file,
    change: "replace",
    changeOf: (want, _have, live, declared) => uploadsChange(want, live, declared),
  },
  start: order(flag, true),
  attach: order(flag, false),
  logs: order(flag, false),
  wait: order(flag, false),
  waitTimeout: order(count, 60),
  removeVolumes: order(flag, true),
  destroyGraceSeconds: order(count),
  containerReadRefreshTimeoutMilliseconds: order(count, 15_000),
};

/** One that is paused runs for the engine, and answers nobody. */
function runs({ inspect: { State } }: LiveContainer): boolean {
  return (State.Running || State.Restarting) && State.Paused !== true;
}

/** What one does that has to run and does not. */
export function conditionOf({ Status, Paused }: ContainerInspect["State"]): string {
  if (Paused) return "is paused";
  return Status === "created" ? "was never started" : "is stopped";
}

/** Whether the container has to run from now on; a job, and one that is not started, end or stay as they like. */
export function isKeptRunning({ start, attach, mustRun }: Values): boolean {
  return start !== false && attach !== true && mustRun !== false;
}

/** Whether one that has to run does, and had to; of another the host can only have what was declared. */
function hasToRun(live: LiveContainer, { inputs, before }: Declared): boolean {
  if (isKeptRunning(inputs)) return runs(live) && before.mustRun !== false;
  const isNew = Object.keys(before).length === 0;
  return (isNew ? inputs : before).mustRun !== false;
}

export interface RunningInputs {
  restart?: string;
  maxRetryCount?: number;
  mustRun?: boolean;
  rm?: boolean;
  logDriver?: string;
  logOpts?: Record<string, string>;
  platform?: string;
  uploads?: types.output.ContainerUpload[];
  start?: boolean;
  attach?: boolean;
  logs?: boolean;
  wait?: boolean;
  waitTimeout?: number;
  removeVolumes?: boolean;
  destroyGraceSeconds?: number;
  containerReadRefreshTimeoutMilliseconds?: number;
}

export function restartPolicy({ restart = "no", maxRetryCount = 0 }: RunningInputs) {
  return { RestartPolicy: { Name: restart, MaximumRetryCount: maxRetryCount } };
}

export function runningBody(inputs: RunningInputs): Partial<HostConfig> {
  const { logDriver, logOpts, rm } = inputs;
  return {
    ...restartPolicy(inputs),
    AutoRemove: rm ?? false,
    ...(logDriver || logOpts ? { LogConfig: { Type: logDriver ?? "", Config: logOpts ?? {} } } : {}),
  };
}
