import { isMap } from "../../net/map.ts";
import { containerScope, isNamespace } from "../../net/scope.ts";
import type { Path } from "../../validation/fault.ts";
import type { TopologyInput } from "../schema.ts";

const KEYS = ["bridges", "links", "namespaces", "networks", "containers", "images", "volumes"] as const;

/** The names that a topology declares, those of misshapen parts too: a reference to one of these does not dangle. */
export type Declared = Record<(typeof KEYS)[number], string[]>;

export function declaredIn(value: unknown): Declared {
  const record = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(KEYS.map((key) => [key, namesIn(record[key])])) as Declared;
}

function namesIn(value: unknown): string[] {
  return isMap(value) ? Object.keys(value) : [];
}

/** What every reader of a part needs of the whole. */
export interface Whole {
  input: TopologyInput;
  declared: Declared;
  /** Names that `bridge` may have: declared bridges of the host, and those of Docker networks. */
  hostBridges: string[];
  /** Interface names by scope, for `dev` and `master`. */
  links: ReadonlyMap<string, string[]>;
  /** Whether something at or below a path is a fault already. */
  damaged: (path: Path) => boolean;
}

export function wholeOf(input: TopologyInput, raw: unknown, damaged: Whole["damaged"]): Whole {
  const declared = declaredIn(raw);
  const dockers = Object.values(input.networks ?? {}).flatMap(({ bridge }) => bridge ?? []);
  const { namespaces, containers } = (raw ?? {}) as Record<string, Record<string, { links?: unknown }> | undefined>;
  const links = new Map<string, string[]>();
  for (const name of declared.namespaces) links.set(scopeOf(name), namesIn(namespaces?.[name]?.links));
  for (const name of declared.containers) links.set(containerScope(name), namesIn(containers?.[name]?.links));
  for (const [scope, name] of farEnds(input)) links.get(scope)?.push(name);
  const hostBridges = [...declared.bridges, ...dockers, ...linksOfTypes(["bridge"], input.links, ["links"], damaged)];
  return { input, declared, hostBridges, links, damaged };
}

/** Links that may be of some types: one whose type is a fault is taken for that. */
export function linksOfTypes(
  types: readonly string[],
  links: Readonly<Record<string, { type?: string }>> | undefined,
  path: Path,
  damaged: Whole["damaged"],
): string[] {
  const isOne = (name: string, type = "") => types.includes(type) || damaged([...path, name, "type"]);
  return Object.entries(links ?? {}).flatMap(([name, link]) => (isOne(name, link.type) ? [name] : []));
}

/** Before the name of a namespace that means another scope, which is a fault: it is not taken for that one. */
const NAMESAKE = "namespaces/";

/** The scope of a namespace. */
export function scopeOf(namespace: string): string {
  return isNamespace(namespace) ? namespace : NAMESAKE + namespace;
}

/** The inverse. */
export function namespaceOf(scope: string): string {
  return scope.startsWith(NAMESAKE) ? scope.slice(NAMESAKE.length) : scope;
}

/** Ends that others put into a namespace, under names that people gave them. */
function farEnds({ links: onHost = {}, namespaces = {} }: TopologyInput): [scope: string, name: string][] {
  return [{ links: onHost }, ...Object.values(namespaces)].flatMap(({ links = {} }) =>
    Object.values(links).flatMap((link): [string, string][] => {
      const peer = "peer" in link && typeof link.peer === "object" ? link.peer : undefined;
      return peer?.namespace !== undefined && peer.name !== undefined ? [[scopeOf(peer.namespace), peer.name]] : [];
    }),
  );
}
