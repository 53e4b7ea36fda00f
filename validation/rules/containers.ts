import { BESIDE_LINKS } from "../../net/schema/scope.ts";
import { containerOf } from "../../net/scope.ts";
import type { Container, Facts } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";

/** Fields that have no effect, or that the engine refuses, where the network is not the container's own. */
const EXCLUDED: Record<string, readonly string[]> = {
  host: ["networks", "publish", "links", "gateway", ...BESIDE_LINKS],
  none: ["networks", "publish"],
  container: ["networks", "publish", "links", "gateway", ...BESIDE_LINKS, "hostname", "dns", "hosts"],
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
    const excluded = EXCLUDED[mode] ?? [];
    const faults = container.said.filter(({ word }) => excluded.includes(word));
    return faults.map(({ path }) => fault(container, mode, path));
  });
}

function fault({ mode, modePath }: Container, kind: string, path: Path): Fault {
  const rule = `${WHY[kind]} (${formatPath(modePath)}: ${mode}), so it has no ${path.at(-1)} of its own`;
  return { path, rule, fix: kind === "container" ? "write it at that container" : "leave one of them out" };
}
