import type { types } from "@pulumi/docker";
import { plainName } from "../../../../engine/lookup.ts";
import { foreignLabels } from "../../../../engine/owner.ts";
import type { ContainerConfig, Health } from "../../../../engine/types.ts";
import { dockerName } from "../../../../net/docker-name.ts";
import { OWNER_LABEL } from "../../../../net/label.ts";
import { containerOf } from "../../../../net/scope.ts";
import { formatDuration, parseDuration } from "../../duration.ts";
import { keyedLabels, type Label, labelList, labelMap } from "../../labels.ts";
import type { Declared, Properties } from "../../property.ts";
import { count, flag, list, record, text, textOf, texts } from "../../shape.ts";
import { filledList, plainPath, type Values } from "../../values.ts";
import { environmentRule } from "../checks/names.ts";
import type { LiveContainer } from "../live-container.ts";

/** What runs in the container. The engine fixes it when it makes the container. */
const change = "replace";

export const healthcheckShape = record({
  tests: texts,
  interval: textOf(parseDuration),
  timeout: textOf(parseDuration),
  startPeriod: textOf(parseDuration),
  startInterval: textOf(parseDuration),
  retries: count,
});

export const processProperties: Properties<LiveContainer> = {
  name: {
    shape: textOf((name) => dockerName("container", name)),
    live: ({ inspect }) => plainName(inspect.Name),
    change: "update",
  },
  image: { shape: text, live: liveImage, canonical: canonicalImage, change },
  command: {
    shape: texts,
    live: ({ inspect }) => filledList(inspect.Config.Cmd),
    canonical: (command: string[], live: LiveContainer, { inputs }) => filledList(command) ?? inherited(live, inputs),
    absent: (live, { inputs }) => inherited(live, inputs),
    change,
  },
  entrypoints: {
    shape: texts,
    live: ({ inspect }) => filledList(words(inspect.Config.Entrypoint)),
    canonical: (entrypoints: string[]) => filledList(entrypoints),
    absent: ({ image }) => filledList(words(image.Entrypoint)),
    change,
  },
  envs: {
    shape: list(textOf(environmentRule)),
    live: ({ inspect, image }) => ownVariables(inspect.Config.Env ?? [], image.Env ?? []),
    canonical: (envs: string[], { image }: LiveContainer) => ownVariables(envs, image.Env ?? []),
    key: (variable: string) => variable.split("=")[0] ?? variable,
    several: true,
    change,
  },
  labels: {
    shape: list(record({ label: text, value: text }, "label", "value")),
    live: (live) => ownLabels(labelList(foreignLabels(live.inspect.Config.Labels)) ?? [], live),
    canonical: (labels: Label[], live: LiveContainer) => ownLabels(labels, live),
    key: keyedLabels,
    change,
  },
  user: {
    shape: text,
    live: ({ inspect }) => inspect.Config.User || undefined,
    absent: (live) => live.image.User || undefined,
    change,
  },
  workingDir: {
    shape: text,
    live: ({ inspect }) => plainPath(inspect.Config.WorkingDir),
    canonical: plainPath,
    absent: ({ image }) => plainPath(image.WorkingDir),
    change,
  },
  hostname: {
    shape: text,
    live: ({ inspect }) => inspect.Config.Hostname || undefined,
    usual: usualHostname,
    engineDefault: true,
    change,
  },
  domainname: { shape: text, live: ({ inspect }) => inspect.Config.Domainname || undefined, change },
  tty: { shape: flag, live: ({ inspect }) => inspect.Config.Tty ?? false, absent: () => false, change },
  stdinOpen: { shape: flag, live: ({ inspect }) => inspect.Config.OpenStdin ?? false, absent: () => false, change },
  stopSignal: {
    shape: text,
    live: ({ inspect }) => inspect.Config.StopSignal || "SIGTERM",
    absent: ({ image }) => image.StopSignal || "SIGTERM",
    change,
  },
  stopTimeout: {
    shape: count,
    live: ({ inspect }) => inspect.Config.StopTimeout ?? undefined,
    absent: ({ image }) => image.StopTimeout ?? undefined,
    change,
  },
  healthcheck: {
    shape: healthcheckShape,
    live: ({ inspect }) => healthcheckOf(inspect.Config.Healthcheck),
    canonical: (declared: Healthcheck, { image }: LiveContainer) =>
      healthcheckOf({ ...image.Healthcheck, ...health(declared) }),
    absent: ({ image }) => healthcheckOf(image.Healthcheck),
    change,
  },
};

type Healthcheck = Partial<types.output.ContainerHealthcheck>;

export interface ProcessInputs {
  image: string;
  command?: string[];
  entrypoints?: string[];
  envs?: string[];
  labels?: Label[];
  user?: string;
  workingDir?: string;
  hostname?: string;
  domainname?: string;
  tty?: boolean;
  stdinOpen?: boolean;
  stopSignal?: string;
  stopTimeout?: number;
  healthcheck?: Healthcheck;
}

export function processBody(inputs: ProcessInputs, urn: string): Partial<ContainerConfig> {
  return {
    Image: inputs.image,
    Labels: { ...labelMap(inputs.labels), [OWNER_LABEL]: urn },
    Env: inputs.envs ?? [],
    Tty: inputs.tty ?? false,
    OpenStdin: inputs.stdinOpen ?? false,
    ...(inputs.command ? { Cmd: inputs.command } : {}),
    ...(inputs.entrypoints ? { Entrypoint: inputs.entrypoints } : {}),
    ...(inputs.user ? { User: inputs.user } : {}),
    ...(inputs.workingDir ? { WorkingDir: inputs.workingDir } : {}),
    ...(inputs.hostname ? { Hostname: inputs.hostname } : {}),
    ...(inputs.domainname ? { Domainname: inputs.domainname } : {}),
    ...(inputs.stopSignal ? { StopSignal: inputs.stopSignal } : {}),
    ...(inputs.stopTimeout === undefined ? {} : { StopTimeout: inputs.stopTimeout }),
    ...(inputs.healthcheck ? { Healthcheck: health(inputs.healthcheck) } : {}),
  };
}

/** Who shares a network shares its host name, and cannot have another. */
function usualHostname({ inspect, info }: LiveContainer): string | undefined {
  const mode = inspect.HostConfig.NetworkMode ?? "";
  if (containerOf(mode) !== undefined) return inspect.Config.Hostname;
  return mode === "host" ? info.Name : inspect.Id.slice(0, 12);
}

/** A name, a tag and an id are the same image as long as they lead to the one that the container was made from. */
function canonicalImage(declared: string, { inspect, ids }: LiveContainer): string {
  return ids[declared] === inspect.Image || declared === inspect.Image ? inspect.Config.Image : declared;
}

/** The word that the container was made with; its image's id, where the declared word leads to another one by now. */
function liveImage({ inspect, ids }: LiveContainer, { inputs }: Declared): string {
  const { Image: name } = inspect.Config;
  const leadsElsewhere = inputs.image === name && ids[name] !== undefined && ids[name] !== inspect.Image;
  return leadsElsewhere ? inspect.Image : name;
}

/** The image's command, where no entry point replaces its own. */
function inherited({ image }: LiveContainer, { entrypoints }: Values): readonly string[] | undefined {
  return Array.isArray(entrypoints) && entrypoints.length > 0 ? undefined : filledList(image.Cmd);
}

function words(entrypoint: string[] | string | null | undefined): readonly string[] | null | undefined {
  return typeof entrypoint === "string" ? [entrypoint] : entrypoint;
}

/** Without those that the image sets to the same value anyway. */
function ownVariables(variables: readonly string[], inherited: readonly string[]): readonly string[] | undefined {
  return filledList(variables.filter((variable) => !inherited.includes(variable)));
}

function ownLabels(labels: Label[], { image }: LiveContainer): readonly Label[] | undefined {
  return filledList(labels.filter(({ label, value }) => image.Labels?.[label] !== value));
}

function health(declared: Healthcheck): Health {
  const { tests, interval, timeout, startPeriod, startInterval, retries } = declared;
  return {
    ...(tests ? { Test: tests } : {}),
    ...(interval ? { Interval: parseDuration(interval) } : {}),
    ...(timeout ? { Timeout: parseDuration(timeout) } : {}),
    ...(startPeriod ? { StartPeriod: parseDuration(startPeriod) } : {}),
    ...(startInterval ? { StartInterval: parseDuration(startInterval) } : {}),
    ...(retries ? { Retries: retries } : {}),
  };
}

/** A health check as it is declared; undefined where there is none. */
export function healthcheckOf(found: Health | null | undefined): Healthcheck | undefined {
  if (!found) return undefined;
  const said = {
    ...(found.Test?.length ? { tests: found.Test } : {}),
    ...(found.Interval ? { interval: formatDuration(found.Interval) } : {}),
    ...(found.Timeout ? { timeout: formatDuration(found.Timeout) } : {}),
    ...(found.StartPeriod ? { startPeriod: formatDuration(found.StartPeriod) } : {}),
    ...(found.StartInterval ? { startInterval: formatDuration(found.StartInterval) } : {}),
    ...(found.Retries ? { retries: found.Retries } : {}),
  };
  return Object.keys(said).length > 0 ? said : undefined;
}
