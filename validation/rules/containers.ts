import { containerOf } from "../../net/scope.ts";
import type { Container, Facts } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";

/** Fields that have no effect, or that the engine refuses, where the network is not the container's own. */
const EXCLUDED: Record<string, readonly string[]> = {
  host: ["networks", "publish", "links", "gateway", "routes", "neighbours", "sysctls"],
  none: ["networks", "publish"],
  container: ["networks", "publish", "links", "gateway", "routes", "neighbours", "sysctls", "hostname", "dns", "hosts"],
};

const WHY: Record<string, string> = {
  host: "the container uses the host's own network",
  none: "the container has no network",
  container: "the container uses another one's network",
};

/** What a container says fits whose network it uses. */
export function containers({ containers }: Facts): Fault[] {
  return containers.flatMap((container) => {
    const said = container.mode ?? "";
    const mode = containerOf(said) === undefined ? said : "container";
    return (EXCLUDED[mode] ?? []).flatMap((field) => excluded(container, mode, field));
  });
}

function excluded({ said, mode, modePath }: Container, kind: string, field: string): Fault[] {
  const path = said[field];
  if (!path) return [];
  const rule = `${WHY[kind]} (${formatPath(modePath)}: ${mode}), so it has no ${field} of its own`;
  return [{ path, rule, fix: kind === "container" ? "write it at that container" : "leave one of them out" }];
}
