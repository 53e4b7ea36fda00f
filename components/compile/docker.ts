import type { types } from "@pulumi/docker";
import { count, type Ports } from "../../net/port.ts";
import type { Confidential } from "../../net/secret.ts";
import type { Health } from "../../topology/health.ts";
import type { Publish } from "../../topology/publish.ts";
import { marked } from "./secret.ts";

/** Docker's labels by name. */
export function labels(record: Record<string, Confidential>): types.input.ContainerLabel[] {
  return Object.entries(record).map(([label, value]) => ({ label, value: marked(value) }));
}

/** One entry a port: Docker knows no ranges. */
export function ports(publishes: readonly Publish[]): types.input.ContainerPort[] {
  return publishes.flatMap(({ hostIp, published, target, protocol }) =>
    Array.from({ length: count(published) }, (_, offset) => ({
      internal: port(target, offset),
      external: port(published, offset),
      protocol,
      ...(hostIp === undefined ? {} : { ip: hostIp }),
    })),
  );
}

function port({ first }: Ports, offset: number): number {
  return first + offset;
}

/** `NAME:/path`, `/host/path:/path`, either with `:ro`. */
export function volumes(texts: readonly string[]): types.input.ContainerVolume[] {
  return texts.map((text) => {
    const [source = "", containerPath = "", mode] = text.split(":");
    const from = source.startsWith("/") ? { hostPath: source } : { volumeName: source };
    return { ...from, containerPath, ...(mode === "ro" ? { readOnly: true } : {}) };
  });
}

export function healthcheck(health: Health): types.input.ContainerHealthcheck {
  const { command, interval, timeout, startPeriod, retries } = health;
  return {
    tests: ["CMD", ...command.map(marked)],
    interval: `${interval}s`,
    timeout: `${timeout}s`,
    startPeriod: `${startPeriod}s`,
    retries,
  };
}

/** Seconds after which a container that is not healthy never will be: its own last try, and time to start. */
export function patience({ interval, timeout, startPeriod, retries }: Health): number {
  return startPeriod + retries * (interval + timeout) + 10;
}
