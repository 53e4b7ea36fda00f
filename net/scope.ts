/**
 * Scopes: where on a host something is. `host`, the name of a namespace, or `container:NAME`, which is how Docker
 * writes another container's network too.
 */
const CONTAINER = "container:";

/** The scope of a container's network. */
export function containerScope(name: string): string {
  return `${CONTAINER}${name}`;
}

/** The container whose network a scope or a network mode is; undefined for every other one. */
export function containerOf(scope: string): string | undefined {
  return scope.startsWith(CONTAINER) ? scope.slice(CONTAINER.length) : undefined;
}

/** True for a named namespace: neither the host nor a container. */
export function isNamespace(scope: string): boolean {
  return scope !== "host" && containerOf(scope) === undefined;
}
